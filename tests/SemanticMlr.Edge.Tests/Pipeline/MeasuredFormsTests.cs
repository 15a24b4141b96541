using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Bundles;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.Pipeline;

/// <summary>The agent goes by what was measured on its device, which lies in its state folder.</summary>
public sealed class MeasuredFormsTests : IDisposable
{
    private readonly TinyBundle _bundle = new();
    private readonly TemporaryFolder _state = new();

    public void Dispose()
    {
        _state.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public void TheStateFolder_IsRead()
    {
        var measured = new DeviceMeasurement("a", new EncoderMeasurement(-0.1, 2, 0.99, "Cuda", "here"));
        DeviceMeasurements.None.With([measured]).Write(_state.File(DeviceMeasurements.FileName));

        Assert.Equal(measured, Assert.Single(Opened().Measured.Items));
    }

    [Fact]
    public void ADamagedFile_DoesNotKeepTheAgentFromItsBundle()
    {
        File.WriteAllText(_state.File(DeviceMeasurements.FileName), "{");

        Assert.Empty(Opened().Measured.Items);
    }

    private Bundle Opened()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["State:Folder"] = _state.Path, ["Recognition:Bundle"] = _bundle.Folder });
        builder.Services.AddSemanticMlrEdge();
        using var host = builder.Build();
        return host.Services.GetRequiredService<Bundle>();
    }
}
