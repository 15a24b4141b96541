using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Health;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Health;

public sealed class ThermalZonesTests
{
    [Fact]
    public void Zones_AreReadByTheirNames_AndThoseThatCannotBeReadAreLeftOut()
    {
        using var folder = new TemporaryFolder();
        Zone(folder, 0, "CPU-therm", "48500\n");
        Zone(folder, 1, "GPU-therm", "-1250\n");
        Zone(folder, 2, "CPU-therm", "50000\n");
        Zone(folder, 3, "PMIC-Die", null);
        Zone(folder, 4, "odd", "warm");
        Directory.CreateDirectory(folder.File("cooling_device0"));
        var report = new HealthReport();

        new HostHealth(new ThermalZones(folder.Path)).Contribute(report);

        Assert.Equal(
            new Dictionary<string, double>
            {
                ["mlr.host.temperature.celsius.CPU-therm"] = 48.5,
                ["mlr.host.temperature.celsius.CPU-therm-2"] = 50,
                ["mlr.host.temperature.celsius.GPU-therm"] = -1.25,
            },
            report.Gauges);
    }

    [Fact]
    public void AMachineWithoutSensors_ReportsNone() => Assert.Empty(new ThermalZones("/absent").Read());

    [Fact]
    public void GaugesOfAFamily_AreFoundByTheirPrefix()
    {
        var age = GaugeFamily.All.Single(family => family.Metric == "mlr.outbox.age");

        Assert.Equal("event", age.MemberOf("mlr.outbox.age.seconds.event"));
        Assert.Null(age.MemberOf("mlr.outbox.age.seconds"));
        Assert.Null(age.MemberOf("mlr.outbox.bytes.event"));
        Assert.Equal("", GaugeFamily.All.Single(family => family.Metric == "mlr.review.waiting").MemberOf("mlr.review.waiting"));
    }

    private static void Zone(TemporaryFolder folder, int number, string type, string? temperature)
    {
        var zone = Directory.CreateDirectory(folder.File($"thermal_zone{number}")).FullName;
        File.WriteAllText(Path.Combine(zone, "type"), type + "\n");
        if (temperature is not null)
        {
            File.WriteAllText(Path.Combine(zone, "temp"), temperature);
        }
    }
}
