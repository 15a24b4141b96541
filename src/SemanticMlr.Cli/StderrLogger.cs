using Microsoft.Extensions.Logging;

namespace SemanticMlr.Cli;

/// <summary>Shows what the libraries log, from a level on, as lines on stderr.</summary>
internal sealed class StderrLogger(LogLevel least) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Output.Error(formatter(state, exception));
        }
    }
}
