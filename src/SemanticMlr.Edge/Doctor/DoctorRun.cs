using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Edge.Doctor;

/// <summary>Looks at everything that an agent with a configuration needs of its machine, without starting it: one line a finding, with the remedy.</summary>
public static class DoctorRun
{
    /// <summary>Runs every check.</summary>
    /// <param name="config">The configuration, or null to look only at what needs none.</param>
    /// <param name="json">One line of JSON at the end instead of lines as they are found.</param>
    /// <param name="output">Where findings go.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>0 where there is no fault, 1 where there is one.</returns>
    public static async Task<int> RunAsync(FileInfo? config, bool json, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        var findings = new List<Finding>();
        await foreach (var finding in LookAsync(config, cancellationToken))
        {
            findings.Add(finding);
            if (!json)
            {
                await WriteAsync(output, finding);
            }
        }

        var (warnings, faults) = (findings.Count(finding => finding.Verdict == Verdict.Warning), findings.Count(finding => finding.Verdict == Verdict.Fault));
        await output.WriteLineAsync(json
            ? JsonSerializer.Serialize(findings, DoctorJson.Default.IReadOnlyListFinding)
            : $"{findings.Count} things looked at: {faults} faults, {warnings} warnings.");
        return faults == 0 ? 0 : 1;
    }

    private static async IAsyncEnumerable<Finding> LookAsync(
        FileInfo? config, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddSemanticMlrEdge();
        string? unreadable = null;
        try
        {
            if (config is { Exists: false })
            {
                unreadable = $"{config.FullName}: no such file.";
            }
            else if (config is not null)
            {
                ConfigurationFile.Add(builder, config);
            }
        }
        catch (InvalidDataException exception)
        {
            unreadable = $"{exception.Message} {exception.InnerException?.Message}".TrimEnd();
        }

        using var host = builder.Build();
        IReadOnlyList<string> faults = unreadable is null ? host.FindConfigurationFaults() : [unreadable];
        foreach (var fault in faults)
        {
            yield return new Finding("configuration", Verdict.Fault, fault, "Compare it with config/edge.json, which has every option with its default.");
        }

        if (faults.Count > 0)
        {
            yield break; // what it names cannot be looked at
        }

        var services = host.Services;
        var recognition = Options<RecognitionOptions>(services);
        foreach (var finding in GpuCheck.Look(recognition.Inference))
        {
            yield return finding;
        }

        await foreach (var finding in new ProviderCheck(recognition, Options<StateOptions>(services)).RunAsync(cancellationToken))
        {
            yield return finding;
        }

        yield return StateFolderCheck.Look(Options<StateOptions>(services), Options<OutboxOptions>(services));
        yield return ClockCheck.Of(SystemClock.Read());
        var capture = Options<CaptureOptions>(services);
        if (config is null)
        {
            yield return await FfmpegCheck.LookAsync(capture, cancellationToken);
            yield break;
        }

        var cameras = new CameraCheck(services.GetRequiredService<CameraSet>(), services.GetRequiredService<FrameSourceFactory>(), capture, TimeProvider.System);
        await foreach (var finding in cameras.RunAsync(cancellationToken))
        {
            yield return finding;
        }

        yield return await BrokerCheck.LookAsync(Options<MqttOptions>(services), cancellationToken);
    }

    private static T Options<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<IOptions<T>>().Value;

    private static async Task WriteAsync(TextWriter output, Finding finding)
    {
        var verdict = finding.Verdict switch { Verdict.Ok => "ok", Verdict.Warning => "WARNING", _ => "FAULT" };
        await output.WriteLineAsync($"{verdict,-8} {finding.Subject}: {finding.Text}");
        if (finding.Remedy is { } remedy)
        {
            await output.WriteLineAsync($"{"",-8} -> {remedy}");
        }
    }
}
