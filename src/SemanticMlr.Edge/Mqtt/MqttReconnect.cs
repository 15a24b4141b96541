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
    public ResiliencePipeline Build()
    {
        var waits = options.Value.Reconnect;
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = waits.Initial,
                MaxDelay = waits.Longest,
                ShouldHandle = new PredicateBuilder().Handle<BrokerException>(),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(
                    arguments.Outcome.Exception is BrokerException { NeedsPerson: true } ? waits.Refused : null),
                OnRetry = arguments =>
                {
                    Failed((BrokerException)arguments.Outcome.Exception!, arguments.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
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
