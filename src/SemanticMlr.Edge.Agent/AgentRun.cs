using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using SemanticMlr.Edge.Agent.Demo;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;
using Spectre.Console;

namespace SemanticMlr.Edge.Agent;

/// <summary>One run of the agent, from a configuration file or as a demo.</summary>
internal static class AgentRun
{
    /// <summary>Runs until it is stopped, or for the given time.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(FileInfo? config, string demo, TimeSpan? limit, CancellationToken cancellationToken)
    {
        if (config is { Exists: false })
        {
            await Console.Error.WriteLineAsync($"{config.FullName}: no such file; copy config/edge.json and set what differs.");
            return ExitCodes.Configuration;
        }

        FaultPrinting.Load();
        return config is null
            ? await RunDemoAsync(demo, limit, cancellationToken)
            : await RunAsync(builder => ConfigurationFile.Add(builder, config), limit, cancellationToken);
    }

    private static async Task<int> RunDemoAsync(string demo, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var state = Directory.CreateTempSubdirectory("semanticmlr-demo-");
        try
        {
            await using var broker = await LoopbackBroker.StartAsync();
            Console.WriteLine($"Demo {demo}: simulated {(demo == DemoConfiguration.Pcb ? "boards" : "packaging line")} (drawn, not photographed), broker on 127.0.0.1:{broker.Port}.");
            Console.WriteLine($"Listen with: mosquitto_sub -i watcher -p {broker.Port} -t 'semanticmlr/#' -T 'semanticmlr/+/+/+/camera/+/review/+/frame' -v    Stop with Ctrl-C.");
            return await RunAsync(
                builder =>
                {
                    builder.Configuration.AddInMemoryCollection(DemoConfiguration.Create(demo, broker.Port, state.FullName));
                    builder.Logging.SetMinimumLevel(LogLevel.Warning); // the live view says the rest
                    builder.Services.AddHostedService<LiveView>();
                },
                limit,
                cancellationToken);
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private static async Task<int> RunAsync(Action<HostApplicationBuilder> configure, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        AddServiceManager(builder.Services);
        builder.Services.AddSingleton(AnsiConsole.Console);
        builder.Services.AddSingleton<LabelBoard>();
        builder.Services.AddSingleton<IDetectionListener>(provider => provider.GetRequiredService<LabelBoard>());
        builder.Services.AddHostedService<HealthEndpoint>(); // first: it answers while the model is opened
        builder.Services.AddSemanticMlrEdge();
        try
        {
            configure(builder);
        }
        catch (InvalidDataException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} {exception.InnerException?.Message}".TrimEnd());
            return ExitCodes.Configuration;
        }

        var host = builder.Build();
        await using var owned = (IAsyncDisposable)host;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit is { } time)
        {
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => stop.CancelAfter(time));
        }

        var exitCode = await host.RunToExitCodeAsync(Console.Error, stop.Token);
        if (limit is not null && exitCode == ExitCodes.Stopped)
        {
            Console.WriteLine(JsonSerializer.Serialize(Summarise(host.Services), RunSummaryJson.Default.RunSummary));
        }

        if (host.Services.GetRequiredService<Lazy<ModelStore>>() is { IsValueCreated: true, Value.Pending: not null })
        {
            AbandonedBuild.Note();
        }

        return exitCode;
    }

    /// <summary>AddSystemd speaks only where systemd is the parent process; a wrapper between both must not silence READY.</summary>
    private static void AddServiceManager(IServiceCollection services)
    {
        services.AddSystemd();
        if (!SystemdHelpers.IsSystemdService() && Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 })
        {
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
        }
    }

    private static RunSummary Summarise(IServiceProvider services)
    {
        var messages = services.GetRequiredService<MessagingMetrics>();
        var pipeline = services.GetRequiredService<PipelineMetrics>();
        var cameras = services.GetRequiredService<CameraSet>();
        var age = pipeline.Age.Read();
        return new RunSummary(
            pipeline.Frames.Value,
            cameras.Cameras.Sum(camera => camera.Status.Dropped.Values.Sum()),
            messages.Detections.Value,
            messages.Published.Value,
            messages.ReviewsSampled.Value,
            services.GetRequiredService<ModelStore>().Current.Provider.Active.ToString(),
            new AgeSummary(age?.P50, age?.P99),
            services.GetRequiredService<LabelBoard>().Seen);
    }
}
