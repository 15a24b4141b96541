using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Tries a connection again for ever: growing jittered waits, and one long wait where only a person can help.</summary>
internal sealed class MqttReconnect(
    IOptions<MqttOptions> options, MqttStatusBoard board, MessagingMetrics metrics, TimeProvider time, ILogger<MqttReconnect> logger)
{
    private readonly Random _chance = new((int)time.GetTimestamp());

    public ResiliencePipeline Build()
    {
        var waits = options.Value.Reconnect;
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = new PredicateBuilder().Handle<BrokerException>(),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(
                    arguments.Outcome.Exception is BrokerException { NeedsPerson: true } ? waits.Refused : Wait(arguments.AttemptNumber)),
                OnRetry = arguments =>
                {
                    Failed((BrokerException)arguments.Outcome.Exception!, arguments.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Doubles up to the longest wait; half of each is chance, also at the longest, where the pipeline's own jitter would end.</summary>
    private TimeSpan Wait(int attempt)
    {
        const int MostDoublings = 30;
        var waits = options.Value.Reconnect;
        var most = Math.Min(waits.Initial.TotalSeconds * Math.Pow(2, Math.Min(attempt, MostDoublings)), waits.Longest.TotalSeconds);
        return TimeSpan.FromSeconds(most * (0.5 + (_chance.NextDouble() / 2)));
    }

    private void Failed(BrokerException fault, TimeSpan delay)
    {
        metrics.ConnectFailures.Add();
        board.Set(fault.State, fault.Message);
        if (fault.NeedsPerson)
        {
            logger.ConnectionRefused(fault.Message, delay);
        }
        else
        {
            logger.ConnectionFailed(fault.Message, delay);
        }
    }
}
