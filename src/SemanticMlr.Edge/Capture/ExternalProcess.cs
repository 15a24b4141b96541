using System.ComponentModel;
using System.Diagnostics;

namespace SemanticMlr.Edge.Capture;

/// <summary>A child process that writes frames to its standard output. Disposing it kills it and what it started.</summary>
internal sealed class ExternalProcess : IDisposable
{
    private readonly Process _process;
    private readonly ErrorOutput _errors;
    private readonly Lock _gate = new();
    private readonly string _name;
    private bool _disposed;

    private ExternalProcess(Process process, string name, Func<string, string?> errorFilter)
    {
        _process = process;
        _name = name;
        Output = process.StandardOutput.BaseStream;
        Input = process.StandardInput.BaseStream;
        _errors = new ErrorOutput(process.StandardError.BaseStream, $"errors of {name}", errorFilter);
    }

    /// <summary>What the child writes.</summary>
    public Stream Output { get; }

    /// <summary>What the child reads; it ends when the agent ends, however that happens.</summary>
    public Stream Input { get; }

    /// <summary>Starts a child and lets <paramref name="pump"/> read it on a thread of its own, because pipes are read blocking; cancelling kills the child, which ends the reading.</summary>
    /// <param name="name">What the child is called in faults.</param>
    /// <param name="start">What to start.</param>
    /// <param name="errorFilter">Sees each line of the error output; returns what of it is worth telling, or null.</param>
    /// <param name="pump">Reads the child to its end.</param>
    /// <param name="cancellationToken">Ends the child.</param>
    public static Task PumpAsync(
        string name,
        ProcessStartInfo start,
        Func<string, string?> errorFilter,
        Action<ExternalProcess> pump,
        CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var process = Start(name, start, errorFilter);
                using var killed = cancellationToken.UnsafeRegister(static state => ((ExternalProcess)state!).Kill(), process);
                try
                {
                    pump(process);
                }
                catch (IOException)
                {
                    // Reading and writing fail once the child is killed, and then that is no fault of the camera.
                    cancellationToken.ThrowIfCancellationRequested();
                    throw;
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);

    /// <summary>Ends the child at once.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
            {
                // It has ended by itself.
            }
        }
    }

    /// <summary>Why the output came to its end.</summary>
    public CaptureException End(string? reason = null)
    {
        var code = _process.WaitForExit(TimeSpan.FromSeconds(1)) ? $"with exit code {_process.ExitCode}" : "its output";
        var errors = _errors.ReadLast();
        return new CaptureException(reason ?? $"{_name} ended {code}{(errors.Length > 0 ? ": " + errors : ".")}");
    }

    public void Dispose()
    {
        Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(2));
        _errors.ReadLast();
        lock (_gate)
        {
            _disposed = true;

            // The process leaves open what was asked of it.
            Input.Dispose();
            Output.Dispose();
            _process.StandardError.Dispose();
            _process.Dispose();
        }
    }

    private static ExternalProcess Start(string name, ProcessStartInfo start, Func<string, string?> errorFilter)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            return new ExternalProcess(Process.Start(start)!, name, errorFilter);
        }
        catch (Win32Exception exception)
        {
            throw new CaptureException($"'{start.FileName}' cannot be started: {exception.Message}. Is it installed?", exception);
        }
    }
}
