using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>A contender in a process of its own, which is told what to do line by line and answers each line with a line. Owns the process.</summary>
/// <remarks>
/// It says <c>ready VERSIONS</c> once it is warm. <c>run MILLISECONDS</c> is answered with <see cref="PeerTimes"/>, <c>global FRAME</c> and <c>square FRAME</c> (of a frame
/// that the agent resized) with an array of numbers; at the end of its input it ends. What it writes to stderr is shown where it fails.
/// </remarks>
internal sealed class ProcessContender : IContender
{
    private const string Ready = "ready ";
    private readonly bool _resamples;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ProcessContender(string name, bool resamples, Process process)
    {
        (Name, _resamples, _process) = (name, resamples, process);
        _errors = process.StandardError.ReadToEndAsync();
    }

    public string Name { get; }

    public string Version { get; private set; } = "";

    /// <summary>Starts it and waits until it is warm.</summary>
    /// <param name="name">What tables call it.</param>
    /// <param name="resamples">Whether it resizes by another function than the agent and knows <c>square</c>.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PeerUnavailableException">It cannot be started, or it failed; the message says how.</exception>
    public static async Task<ProcessContender> StartAsync(string name, bool resamples, string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ProcessContender contender;
        try
        {
            contender = new ProcessContender(name, resamples, Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!);
        }
        catch (Win32Exception exception)
        {
            throw new PeerUnavailableException($"{program} cannot be started: {exception.Message}", exception);
        }

        try
        {
            var line = await contender.ReadAsync(cancellationToken);
            contender.Version = line.StartsWith(Ready, StringComparison.Ordinal) ? line[Ready.Length..] : throw new PeerUnavailableException($"it said \"{line}\" instead of \"{Ready}...\"");
            return contender;
        }
        catch
        {
            await contender.DisposeAsync();
            throw;
        }
    }

    public async Task<PeerTimes> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var milliseconds = Math.Ceiling(duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        return JsonSerializer.Deserialize(await AskAsync($"run {milliseconds}", cancellationToken), PeerJson.Default.PeerTimes)!;
    }

    public async Task<float[]> GlobalAsync(int frame, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(await AskAsync($"global {frame.ToString(CultureInfo.InvariantCulture)}", cancellationToken), PeerJson.Default.SingleArray)!;

    public async Task<float[]?> GlobalOfSquareAsync(int frame, CancellationToken cancellationToken) => _resamples
        ? JsonSerializer.Deserialize(await AskAsync($"square {frame.ToString(CultureInfo.InvariantCulture)}", cancellationToken), PeerJson.Default.SingleArray)
        : null;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(question.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            return line;
        }

        await _process.WaitForExitAsync(cancellationToken);
        var said = (await _errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        throw new PeerUnavailableException($"its process ended with exit code {_process.ExitCode}: {string.Join(" ", said.TakeLast(4))}");
    }
}
