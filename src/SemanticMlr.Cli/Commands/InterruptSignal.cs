using System.Runtime.InteropServices;

namespace SemanticMlr.Cli.Commands;

/// <summary>Turns the first Ctrl-C or SIGTERM into a cancellation; the second one ends the process at once.</summary>
/// <remarks>The command line's own handling ends a verb two seconds after the signal, which can cut off the writing of a checkpoint.</remarks>
internal sealed class InterruptSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public InterruptSignal() => _registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM)];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    });
}
