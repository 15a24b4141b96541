using System.Collections.Concurrent;
using System.Diagnostics;

namespace SemanticMlr.Faults.Processes;

/// <summary>A program that runs beside this one. Its last lines are kept.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 500;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private readonly TextWriter? _copy;

    private ChildProcess(Process process, TextWriter? copy) => (_process, _copy) = (process, copy);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of both outputs.</summary>
    public string Log => string.Join('\n', _lines);

    public static ChildProcess Start(string program, params IEnumerable<string> arguments) => Start(null, program, arguments);

    /// <param name="copy">Gets every line of both outputs, from any thread; null for none.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ChildProcess Start(TextWriter? copy, string program, params IEnumerable<string> arguments)
    {
        var child = new ChildProcess(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!, copy);
        child._process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Sends a signal, as <c>STOP</c> and <c>CONT</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends the process the hard way, and only it: what it started must end by itself.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end and gives its exit code.</summary>
    /// <exception cref="TimeoutException">It did not end within half a minute.</exception>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> WaitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _copy?.WriteLine(line);
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }
    }
}
