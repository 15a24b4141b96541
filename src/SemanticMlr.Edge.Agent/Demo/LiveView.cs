using System.Globalization;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Pipeline;
using Spectre.Console;

namespace SemanticMlr.Edge.Agent.Demo;

/// <summary>Shows what the agent sees: a table that renews itself, or plain lines where the output is no terminal.</summary>
internal sealed class LiveView(
    CameraSet cameras,
    LabelBoard board,
    PipelineMetrics pipeline,
    MessagingMetrics messages,
    MqttStatusBoard broker,
    Lazy<ModelStore> models,
    IAnsiConsole console,
    TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan TableInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        console.Profile.Out.IsTerminal && console.Profile.Capabilities.Interactive ? ShowTableAsync(stoppingToken) : ShowLinesAsync(stoppingToken);

    private async Task ShowTableAsync(CancellationToken stoppingToken)
    {
        await console.Live(Render()).StartAsync(async live =>
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                live.UpdateTarget(Render());
                await Task.Delay(TableInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
    }

    private async Task ShowLinesAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LineInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var camera in cameras.Cameras)
            {
                var holding = board.Holding(camera.Name);
                console.Profile.Out.Writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{camera.Name}: {State(camera)}; {Messages()}; labels: {(holding.Count == 0 ? "-" : string.Join(", ", holding))}"));
            }
        }
    }

    private Table Render()
    {
        var table = new Table().Title($"[bold]{Markup.Escape(models.Value.Current.Bundle.Identity)}[/] on {models.Value.Current.Provider.Active}")
            .AddColumns("camera", "state", "labels that hold (probability, region)");
        foreach (var camera in cameras.Cameras)
        {
            table.AddRow(
                Markup.Escape(camera.Name),
                Markup.Escape(State(camera)),
                Markup.Escape(string.Join(Environment.NewLine, board.Holding(camera.Name))));
        }

        return table.Caption(Markup.Escape(Messages()));
    }

    private string State(Camera camera)
    {
        var status = camera.Status;
        var age = pipeline.Age.Read()?.P50;
#pragma warning disable CA1308 // the topics' words are lower case
        var state = status.State.ToString().ToLowerInvariant();
#pragma warning restore CA1308
        return string.Create(CultureInfo.InvariantCulture, $"{state}, {status.FramesPerSecond:F1} fps, age {age:F0} ms")
            + (status.State is CameraState.Online or CameraState.Disabled || status.LastFault is null ? "" : $", {status.LastFault}");
    }

    private string Messages()
    {
        var status = broker.Status;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{pipeline.Frames.Value} frames, {messages.Detections.Value} detections, {messages.Published.Value} messages sent, {messages.ReviewsSampled.Value} review frames")
            + (broker.IsConnected ? "" : $"; broker: {status.State}{(status.Reason is null ? "" : $" ({status.Reason})")}");
    }
}
