using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace SemanticMlr.Edge.Capture;

/// <summary>Keeps one camera open: opens its source, watches it, ends it when it hangs, and opens it again for ever.</summary>
internal sealed class CameraRunner
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    // A source that lived that long is opened again without the delay that its earlier failures earned.
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);

    private readonly Camera _camera;
    private readonly CameraWatch _watch;
    private readonly FrameSourceFactory _sources;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly ResiliencePipeline _pipeline;
    private string? _loggedFault;
    private Task _abandoned = Task.CompletedTask;

    public CameraRunner(Camera camera, CaptureOptions options, FrameSourceFactory sources, ILogger logger, TimeProvider timeProvider)
    {
        _camera = camera;
        _sources = sources;
        _logger = logger;
        _timeProvider = timeProvider;
        _watch = new CameraWatch(camera, options, logger, timeProvider);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<CaptureException>(),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.ReopenDelay,
                MaxDelay = options.LongestReopenDelay,
            })
            .Build();
    }

    /// <summary>Runs until the source comes to its end or the agent stops.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var ended = false;
        try
        {
            while (!ended)
            {
                ended = await _pipeline.ExecuteAsync(OpenAndWatchAsync, stoppingToken);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
#pragma warning disable CA1031 // how a camera ends while the agent stops is no fault of the agent
        catch (Exception) when (stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }
        finally
        {
            if (!ended)
            {
                _camera.SetState(CameraState.Offline, "The agent stopped."); // nobody is left to say it later
            }
        }
    }

    /// <summary>Opens the source once: true when it came to its end, false when it was lost after a healthy time.</summary>
    private async ValueTask<bool> OpenAndWatchAsync(CancellationToken stoppingToken)
    {
        CameraAddress? address = null;
        CaptureSession? session = null;
        try
        {
            if (!_abandoned.IsCompleted)
            {
                throw new CaptureException("The source hung and could not be closed; it is opened again when it has ended.");
            }

            address = await FrameSourceFactory.ReadAddressAsync(_camera.Options, stoppingToken);
            session = _sources.CreateSession(_camera, address);
            await RunSourceAsync(session, address, stoppingToken);
        }
        catch (CaptureException exception)
        {
            var fault = address?.Redact(exception.Message) ?? exception.Message;
            Report(fault, session);
            _camera.SetState(CameraState.Offline, fault);
            if (session is { Delivered: > 0 } && session.Age > Healthy)
            {
                return false;
            }

            throw;
        }

        _logger.SourceEnded(_camera.Name, session.Delivered);
        _camera.SetState(CameraState.Offline, $"The source ended after {session.Delivered} frames, and Loop is off.");
        return true;
    }

    private async Task RunSourceAsync(CaptureSession session, CameraAddress address, CancellationToken stoppingToken)
    {
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var running = RunOutsideAsync(session, address, lifetime.Token);
        try
        {
            var fault = await _watch.RunAsync(session, running, address, stoppingToken);
            if (fault is not null)
            {
                throw new CaptureException(fault);
            }

            await running;
        }
        finally
        {
            session.Close();
            await lifetime.CancelAsync();
            var closed = Task.WhenAny(running, Task.Delay(CloseTimeout, _timeProvider, CancellationToken.None));
            if (await closed != running)
            {
                _abandoned = running; // holds a thread: not one more at each opening
                _logger.SourceAbandoned(_camera.Name, CloseTimeout);
            }
        }
    }

    /// <summary>What the world outside does to a source is a lost camera; anything else is a bug and stops the agent.</summary>
    private async Task RunOutsideAsync(CaptureSession session, CameraAddress address, CancellationToken cancellationToken)
    {
        try
        {
            // On another thread, so that the watch begins although looking for the source blocks.
            await Task.Run(() => _sources.Create(_camera.Options, address).RunAsync(session, cancellationToken), CancellationToken.None);
        }
        catch (Exception exception) when (exception is not CaptureException
            && exception is IOException or UnauthorizedAccessException or OpenCvSharp.OpenCVException or System.ComponentModel.Win32Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new CaptureException(exception.Message, exception);
        }
    }

    private void Report(string fault, CaptureSession? session)
    {
        if (fault == _loggedFault && session is not { Delivered: > 0 })
        {
            _logger.CameraStillLost(_camera.Name, fault);
            return;
        }

        _loggedFault = fault;
        _logger.CameraLost(_camera.Name, fault);
    }
}
