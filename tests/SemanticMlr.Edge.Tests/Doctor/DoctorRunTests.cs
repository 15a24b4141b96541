using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using SemanticMlr.Edge.Doctor;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.Doctor;

/// <summary>Findings on a real machine: a real bundle, broker and camera, and what is missing beside them.</summary>
public sealed class DoctorRunTests : IDisposable
{
    private readonly TinyBundle _bundle = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public async Task WhereAllIsThere_NothingIsAtFault()
    {
        await using var broker = await Mosquitto.StartAsync();
        var configuration = Configuration(broker.Port);
        configuration["Capture"] = new JsonObject { ["Cameras"] = new JsonArray(new JsonObject { ["Name"] = "cam1", ["Source"] = "sim:pcb" }) };

        var (exitCode, findings) = await LookAsync(configuration);

        Assert.Equal(0, exitCode);
        Assert.Equal("ok", Of(findings, "bundle").Verdict);
        Assert.Equal("ok", Of(findings, "provider Cpu").Verdict);
        Assert.Equal("ok", Of(findings, "state folder").Verdict);
        Assert.Contains("640 x 640", Of(findings, "camera cam1").Text, StringComparison.Ordinal);
        Assert.Equal("connected", Of(findings, $"broker 127.0.0.1:{broker.Port}").Text);
        Assert.False(Directory.Exists(_folder.File("state")), "looking must leave no trace");
    }

    [Fact]
    public async Task WhatIsMissing_IsNamedWithTheRemedy_AndNoSecret()
    {
        var configuration = Configuration(port: 1);
        configuration["Capture"] = new JsonObject
        {
            ["OpenTimeout"] = "00:00:05",
            ["Cameras"] = new JsonArray(
                new JsonObject { ["Name"] = "network", ["Source"] = "rtsp://user:hunter2@127.0.0.1:1/x" },
                new JsonObject { ["Name"] = "hardware", ["Source"] = "pipe:gst-launch-9.9 nothing" },
                new JsonObject { ["Name"] = "spare", ["Source"] = "/nowhere", ["Enabled"] = false }),
        };
        configuration["Recognition"]!["Inference"] = new JsonObject { ["Providers"] = new JsonArray("TensorRt", "Cpu") };
        configuration["State"] = new JsonObject { ["Folder"] = "/proc/none" };

        var (exitCode, findings) = await LookAsync(configuration);

        Assert.Equal(1, exitCode);
        Assert.Equal("warning", Of(findings, "provider TensorRt").Verdict);
        Assert.All(findings.Where(finding => $"{finding["subject"]}" is "GPU driver" or "CUDA runtime" or "TensorRT"), finding =>
            Assert.True($"{finding["verdict"]}" == "ok" || $"{finding["remedy"]}".Contains("install", StringComparison.Ordinal), $"{finding}"));
        Assert.Contains(findings, finding => $"{finding["subject"]}" == "TensorRT");
        Assert.Contains("-p:OnnxRuntime=Gpu", Of(findings, "provider TensorRt").Remedy, StringComparison.Ordinal);
        Assert.Equal("ok", Of(findings, "provider Cpu").Verdict);
        Assert.Contains("name another folder in State:Folder", Of(findings, "state folder").Remedy, StringComparison.Ordinal);
        Assert.Contains("refused", Of(findings, "camera network").Text, StringComparison.Ordinal);
        Assert.Contains("Install GStreamer", Of(findings, "camera hardware").Remedy, StringComparison.Ordinal);
        Assert.Equal("switched off", Of(findings, "camera spare").Text);
        Assert.Equal("fault", Of(findings, "broker 127.0.0.1:1").Verdict);
        Assert.DoesNotContain(findings, finding => finding.ToString().Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABrokerThatRefuses_IsNamedWithTheOptionsToSet()
    {
        await using var broker = await Mosquitto.StartAsync("allow_anonymous false");

        var (exitCode, findings) = await LookAsync(Configuration(broker.Port));

        Assert.Equal(1, exitCode);
        var (verdict, text, remedy) = Of(findings, $"broker 127.0.0.1:{broker.Port}");
        Assert.Equal("fault", verdict);
        Assert.Contains("NotAuthorized", text, StringComparison.Ordinal);
        Assert.Contains("Mqtt:UserName", remedy, StringComparison.Ordinal);
        Assert.Equal("none is configured", Of(findings, "cameras").Text);
    }

    [Fact]
    public async Task MeasurementsThatAreDamaged_AreAWarning_AndTheBundleIsSound()
    {
        Directory.CreateDirectory(_folder.File("state"));
        await File.WriteAllTextAsync(_folder.File("state/measured.json"), "{", TestContext.Current.CancellationToken);

        var (_, findings) = await LookAsync(Configuration(port: 1));

        Assert.Equal("ok", Of(findings, "bundle").Verdict);
        Assert.Equal("warning", Of(findings, "measurements of this device").Verdict);
        Assert.Equal("ok", Of(findings, "provider Cpu").Verdict);
    }

    [Fact]
    public async Task ABundleThatIsDamaged_IsAFault()
    {
        File.AppendAllText(Path.Combine(_bundle.Folder, "encoder.onnx"), "x");

        var (exitCode, findings) = await LookAsync(Configuration(port: 1));

        Assert.Equal(1, exitCode);
        Assert.Contains("encoder.onnx", Of(findings, "bundle").Text, StringComparison.Ordinal);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task ADeviceThatTheUserMayNotOpen_IsNamedWithTheGroupToJoin()
    {
        const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "skipped: only root can be somebody else");
        var device = _folder.File("video0");
        await File.WriteAllTextAsync(device, "", TestContext.Current.CancellationToken);
        using (var change = Process.Start("chgrp", ["video", device]))
        {
            await change.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(change.ExitCode == 0, "skipped: there is no group video");
        }

        File.SetUnixFileMode(device, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        File.SetUnixFileMode(_folder.Path, Everybody);
        var configuration = Configuration(port: 1);
        configuration["Capture"] = new JsonObject { ["Cameras"] = new JsonArray(new JsonObject { ["Name"] = "cam1", ["Source"] = $"v4l2:{device}" }) };
        var file = _folder.File("edge.json");
        await File.WriteAllTextAsync(file, configuration.ToJsonString(), TestContext.Current.CancellationToken);

        var agent = Repository.PathOf("artifacts", "bin", "SemanticMlr.Edge.Agent", new DirectoryInfo(AppContext.BaseDirectory).Name, "semantic-mlr-agent.dll");
        var start = new ProcessStartInfo("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", agent, "doctor", "--json", "--config", file]) { RedirectStandardOutput = true };
        start.Environment["HOME"] = "/tmp";
        using var doctor = Process.Start(start)!;
        var output = await doctor.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await doctor.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(output.Length == 0, "skipped: another user cannot run the agent from where it was built");

        var (verdict, text, remedy) = Of([.. JsonNode.Parse(output)!.AsArray().Select(node => node!.AsObject())], "camera cam1");
        Assert.Equal((1, "fault"), (doctor.ExitCode, verdict));
        Assert.Contains("permission denied; it belongs to the group video", text, StringComparison.Ordinal);
        Assert.Contains("usermod --append --groups video nobody", remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Mqtt": {"Prot": 1}}""", "Prot")]
    [InlineData("""{"Mqtt": {"Port": 0}}""", "Port")]
    [InlineData("""{"Mqt": {}}""", "Mqt")]
    [InlineData("{", "json")]
    public async Task AConfigurationThatCannotBeUsed_IsTheOnlyFinding(string text, string named)
    {
        var file = _folder.File("edge.json");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        using var output = new StringWriter();

        var exitCode = await DoctorRun.RunAsync(new FileInfo(file), json: false, output, TestContext.Current.CancellationToken);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("FAULT    configuration: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(named, output.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("1 faults", output.ToString(), StringComparison.Ordinal);
    }

    private static (string Verdict, string Text, string Remedy) Of(IReadOnlyList<JsonObject> findings, string subject)
    {
        var found = Assert.Single(findings, finding => finding["subject"]!.GetValue<string>() == subject);
        return (found["verdict"]!.GetValue<string>(), found["text"]!.GetValue<string>(), found["remedy"]?.GetValue<string>() ?? "");
    }

    private JsonObject Configuration(int port) => new()
    {
        ["Recognition"] = new JsonObject { ["Bundle"] = _bundle.Folder },
        ["State"] = new JsonObject { ["Folder"] = _folder.File("state") },
        ["Outbox"] = new JsonObject { ["TotalBytes"] = 1_000_000_000 },
        ["Mqtt"] = new JsonObject { ["Host"] = "127.0.0.1", ["Port"] = port },
    };

    private async Task<(int ExitCode, IReadOnlyList<JsonObject> Findings)> LookAsync(JsonObject configuration)
    {
        var file = _folder.File("edge.json");
        await File.WriteAllTextAsync(file, configuration.ToJsonString(), TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        var exitCode = await DoctorRun.RunAsync(new FileInfo(file), json: true, output, TestContext.Current.CancellationToken);
        return (exitCode, [.. JsonNode.Parse(output.ToString())!.AsArray().Select(node => node!.AsObject())]);
    }
}
