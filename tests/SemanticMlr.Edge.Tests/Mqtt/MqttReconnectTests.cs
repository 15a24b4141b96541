using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Tests.Mqtt;

public sealed class MqttReconnectTests
{
    [Fact]
    public async Task Waits_GrowJittered_AreCapped_AndNeverEnd()
    {
        var waits = await WaitsAsync(1_500, needsPerson: false);

        Assert.InRange(waits[0], TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5));
        Assert.InRange(waits[1], TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        Assert.All(waits.Skip(2), wait => Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        Assert.True(waits.Skip(1_000).Distinct().Count() > 100);
    }

    [Fact]
    public async Task RefusalThatOnlyAPersonCanLift_WaitsLong_AndIsAnError()
    {
        var waits = await WaitsAsync(3, needsPerson: true);
        Assert.All(waits, wait => Assert.Equal(TimeSpan.FromMinutes(1), wait));
    }

    private static async Task<List<TimeSpan>> WaitsAsync(int count, bool needsPerson)
    {
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<MessagingMetrics>().BuildServiceProvider();
        var time = new FakeTimeProvider();
        var board = new MqttStatusBoard(time);
        var logger = new FakeLogger<MqttReconnect>();
        var reconnect = new MqttReconnect(
            Options.Create(new MqttOptions()), board, services.GetRequiredService<MessagingMetrics>(), time, logger);
        using var end = new CancellationTokenSource();
        var tries = 0;
        var running = reconnect.Build().ExecuteAsync(
            _ =>
            {
                tries++;
                throw new BrokerException("no broker", MqttSessionState.Unreachable, needsPerson);
            },
            end.Token).AsTask();
        while (tries <= count)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal((MqttSessionState.Unreachable, "no broker"), (board.Status.State, board.Status.Reason));
        return
        [
            .. logger.Collector.GetSnapshot().Take(count).Select(record =>
                TimeSpan.Parse(record.GetStructuredStateValue("Delay")!, System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }
}
