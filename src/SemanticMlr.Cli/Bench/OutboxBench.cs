using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Cli.Bench;

/// <summary>Measures the outbox: in, out to a broker, pictures, and a long backlog.</summary>
internal sealed class OutboxBench(string folder, Durability durability, int messages, int frames, int backlog, TimeProvider time, TextWriter progress)
{
    private const string BacklogFolder = "backlog";
    private const int MessageBytes = 1_000;
    private const int FrameBytes = 200_000;

    public async Task<OutboxReport> RunAsync(CancellationToken cancellationToken)
    {
        progress.WriteLine($"storing {messages} messages of 1 KB");
        var (inPerSecond, append) = await InAsync("in", OutboxClass.Event, messages, MessageBytes, cancellationToken);
        double? drained = null;
        if (BenchBroker.IsInstalled)
        {
            progress.WriteLine("draining them to mosquitto");
            drained = await DrainAsync("in", cancellationToken);
        }

        progress.WriteLine($"storing {frames} pictures of 200 KB");
        var (framesPerSecond, _) = await InAsync("frames", OutboxClass.Frame, frames, FrameBytes, cancellationToken);
        progress.WriteLine($"making a backlog of {backlog} messages");
        await InAsync(BacklogFolder, OutboxClass.Event, backlog, MessageBytes, cancellationToken);
        progress.WriteLine("opening the backlog in a process of its own");
        var (open, memory) = await OpenInChildAsync(cancellationToken);
        return new OutboxReport(
            durability.ToString(), new OutboxOptions().GroupTime.TotalMilliseconds, Environment.ProcessorCount, inPerSecond, append, framesPerSecond, drained,
            backlog, open, memory);
    }

    /// <summary>Stores messages of 1 KB in the state folder of that name.</summary>
    public Task FillAsync(string name, int count, CancellationToken cancellationToken) => InAsync(name, OutboxClass.Event, count, MessageBytes, cancellationToken);

    private async Task<(double PerSecond, double AppendMicroseconds)> InAsync(
        string name, OutboxClass kind, int count, int bytes, CancellationToken cancellationToken)
    {
        using var host = Build(name, port: null);
        var outbox = host.Services.GetRequiredService<MessageOutbox>();
        outbox.Open();
        var appends = new double[count];
        var start = time.GetTimestamp();
        var most = Math.Min(8_000, 16_000_000 / bytes); // as many as the queue takes, so that nothing is dropped
        for (var number = 0; number < count; number++)
        {
            var message = new OutboxMessage { Topic = "bench/camera/cam1/detections", Payload = new byte[bytes], Class = kind, Camera = "cam1", Epoch = 1, Number = number + 1 };
            var before = time.GetTimestamp();
            outbox.Append(message);
            appends[number] = time.GetElapsedTime(before).TotalMicroseconds;
            if (number % (most / 8) == 0)
            {
                while (Waiting(host) > most / 2)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
                }
            }
        }

        await outbox.StoreAsync();
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        if (outbox.Count < count)
        {
            throw new InvalidOperationException($"Of {count} messages {count - outbox.Count} were dropped.");
        }

        outbox.Close();
        Array.Sort(appends);
        return (count / seconds, appends[(int)(0.999 * (count - 1))]);
    }

    private static double Waiting(IHost host)
    {
        var report = new HealthReport();
        host.Services.GetRequiredService<MessageOutbox>().Contribute(report);
        return report.Gauges["mlr.outbox.queued"];
    }

    private async Task<double> DrainAsync(string name, CancellationToken cancellationToken)
    {
        await using var broker = await BenchBroker.StartAsync(time, cancellationToken);
        using var host = Build(name, broker.Port);
        var outbox = host.Services.GetRequiredService<MessageOutbox>();
        await host.StartAsync(cancellationToken);
        var board = host.Services.GetRequiredService<MqttStatusBoard>();
        while (!board.IsConnected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
        }

        var waiting = outbox.Count;
        var start = time.GetTimestamp();
        while (outbox.Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), time, cancellationToken);
        }

        var seconds = time.GetElapsedTime(start).TotalSeconds;
        await host.StopAsync(cancellationToken);
        return waiting / seconds;
    }

    /// <summary>Opens the backlog that another process made, takes a part of it, and prints seconds and megabytes.</summary>
    public async Task OpenBacklogAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var (open, memory) = await BacklogAsync(cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{open} {memory}"));
    }

    private async Task<(double OpenSeconds, double MemoryMB)> OpenInChildAsync(CancellationToken cancellationToken)
    {
        using var child = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            [
                .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : Array.Empty<string>(),
                "bench", "outbox", "--open-backlog", folder, "--durability", durability.ToString(),
            ])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await child.StandardOutput.ReadToEndAsync(cancellationToken);
        await child.WaitForExitAsync(cancellationToken);
        var figures = child.ExitCode == 0 ? output.Trim().Split(' ') : throw new InvalidOperationException("The backlog could not be opened.");
        return (double.Parse(figures[0], CultureInfo.InvariantCulture), double.Parse(figures[1], CultureInfo.InvariantCulture));
    }

    private async Task<(double OpenSeconds, double MemoryMB)> BacklogAsync(CancellationToken cancellationToken)
    {
        const int Drained = 50_000;
        using var host = Build(BacklogFolder, port: null);
        var outbox = host.Services.GetRequiredService<MessageOutbox>();
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var start = time.GetTimestamp();
        outbox.Open();
        var first = await outbox.TakeAsync(cancellationToken);
        var open = time.GetElapsedTime(start).TotalSeconds;
        outbox.Remove(first);
        for (var number = 1; number < Drained && outbox.Count > 0; number++)
        {
            outbox.Remove(await outbox.TakeAsync(cancellationToken));
        }

        await outbox.StoreAsync();
        process.Refresh();
        var memory = (process.WorkingSet64 - before) / 1e6;
        outbox.Close();
        return (open, memory);
    }

    private IHost Build(string name, int? port)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["State:Folder"] = Path.Combine(folder, name),
            ["Outbox:Durability"] = durability.ToString(),
            ["Mqtt:Host"] = "127.0.0.1",
            ["Mqtt:Port"] = (port ?? 1).ToString(CultureInfo.InvariantCulture),
            ["Mqtt:ReplayRate"] = "0",
        });
        builder.Services.AddOutbox();
        if (port is not null)
        {
            builder.Services.AddMqtt();
        }

        return builder.Build();
    }
}
