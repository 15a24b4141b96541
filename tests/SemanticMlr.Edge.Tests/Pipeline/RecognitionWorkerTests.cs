using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.Pipeline;

/// <summary>Batches on a real model, with the clock in the test's hand.</summary>
public sealed class RecognitionWorkerTests : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(40);

    private readonly TinyBundle _bundle = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FramePool _pool = new();
    private readonly Heard _heard = new();
    private readonly PipelineMetrics _metrics;
    private readonly RecognitionModel _model;
    private readonly ModelStore _models;
    private readonly SnapshotStore _snapshots;
    private readonly CameraSet _cameras;

    public RecognitionWorkerTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _metrics = new PipelineMetrics(meters);
        _model = Load();
        _snapshots = new SnapshotStore(RecognitionSnapshot.Create(_model, _model.CreateLabelTable(_model.Bundle.Labels), null, null));
        _models = new ModelStore(_model);
        var options = new CaptureOptions
        {
            Cameras =
            [
                new CameraOptions { Name = "a", Source = "sim:pcb", Regions = "3x2" },
                new CameraOptions { Name = "b", Source = "sim:pcb", Regions = "whole" },
            ],
        };
        _cameras = new CameraSet(Options.Create(options), _time, new CaptureMetrics(meters));
    }

    public void Dispose()
    {
        _cameras.Dispose();
        _models.Dispose();
        _services.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public async Task AFrameWithMoreRegionsThanABatch_IsRunInParts_WithTheScoresOfOneRun()
    {
        using (var parts = Worker(maxBatch: 4))
        {
            await parts.StartAsync(TestContext.Current.CancellationToken);
            Offer(0);
            await Retry.Until("the frame in parts", () => _heard.Frames.Count == 1);
            await parts.StopAsync(TestContext.Current.CancellationToken);
        }

        using var whole = Worker(maxBatch: 8);
        await whole.StartAsync(TestContext.Current.CancellationToken);
        Offer(0);
        await Retry.Until("the frame in one run", () => _heard.Frames.Count == 2);
        await whole.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(6, _heard.Frames[0].Logits.Length);
        Assert.Equal(_heard.Frames[1].Logits.SelectMany(row => row), _heard.Frames[0].Logits.SelectMany(row => row));
        Assert.Equal(12, _metrics.Regions.Value);
    }

    [Fact]
    public async Task ABatchWithRoom_WaitsForACameraThatIsDue_ButNoLongerThanMaxWait()
    {
        using var worker = Worker(maxBatch: 8);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        await GiveAsync(1, TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(80));
        Offer(0);
        await Retry.Until("the worker to have taken the frame", () => !_cameras.Cameras[0].HasFrame);

        _time.Advance(MaxWait - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, _heard.Frames.Count);

        await Retry.Until("the batch at the end of its wait", () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            return _heard.Frames.Count == 3;
        });
        await worker.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ABatchWithRoom_IsSharedWithACameraThatComesInTime()
    {
        using var worker = Worker(maxBatch: 8);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        await GiveAsync(1, TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(80));
        Offer(0);
        await Retry.Until("the worker to have taken the frame", () => !_cameras.Cameras[0].HasFrame);
        Offer(1);

        // The clock stands still: only the second camera can have ended the wait.
        await Retry.Until("both frames", () => _heard.Frames.Count == 4);
        await worker.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["b", "b", "a", "b"], _heard.Frames.Select(frame => frame.Camera));
        Assert.Equal(1, _metrics.Runs.Read()[7]);
    }

    [Theory]
    [InlineData("slow", 1_000, 300)]
    [InlineData("hung a moment ago", 100, 150)]
    public async Task ACameraThatIsNotDue_IsNotWaitedFor_ThoughItIsOnline(string what, int interval, int since)
    {
        using var worker = Worker(maxBatch: 8);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        await GiveAsync(1, TimeSpan.FromMilliseconds(interval));
        _time.Advance(TimeSpan.FromMilliseconds(since));
        Assert.True(_cameras.Cameras[1].IsOnline);
        Offer(0);

        // The clock stands still: a wait would never end.
        await Retry.Until($"the frame of the other camera beside one that is {what}", () => _heard.Frames.Count == 3);
        await worker.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task PreparedAhead_TheNextFrameIsTakenWhileABatchRuns_AndScoresAreTheSame()
    {
        using (var worker = Worker(maxBatch: 8))
        {
            await worker.StartAsync(TestContext.Current.CancellationToken);
            Offer(0);
            await Retry.Until("the frame", () => _heard.Frames.Count == 1);
            await worker.StopAsync(TestContext.Current.CancellationToken);
        }

        using var ahead = Worker(maxBatch: 4, PrepareAhead.Always);
        await ahead.StartAsync(TestContext.Current.CancellationToken);
        using (_heard.Hold())
        {
            Offer(0);
            await Retry.Until("the first frame to be held up", () => _heard.IsHeldUp);
            Offer(0);
            await Retry.Until("the second to be taken meanwhile", () => !_cameras.Cameras[0].HasFrame);
            Assert.Single(_heard.Frames);
        }

        await Retry.Until("both frames", () => _heard.Frames.Count == 3);
        await ahead.StopAsync(TestContext.Current.CancellationToken);

        Assert.All(_heard.Frames, frame => Assert.Equal(_heard.Frames[0].Logits.SelectMany(row => row), frame.Logits.SelectMany(row => row)));
    }

    [Fact]
    public async Task PreparedAhead_AFaultEndsTheWorker_ThoughNoFrameFollows()
    {
        using var worker = Worker(maxBatch: 8, PrepareAhead.Always);
        _heard.Fault = new InvalidOperationException("broken");
        await worker.StartAsync(TestContext.Current.CancellationToken);
        Offer(0);

        await Retry.Until("the end of the worker", () => worker.ExecuteTask!.IsFaulted);
        Assert.Same(_heard.Fault, worker.ExecuteTask!.Exception!.InnerException);
    }

    [Theory]
    [InlineData(PrepareAhead.Never)]
    [InlineData(PrepareAhead.Always)]
    public async Task AModelThatTakesOverWhileBatchesRun_LosesNoFrame_AndTheOneBeforeIsClosed(PrepareAhead prepareAhead)
    {
        var before = _model;
        using var worker = Worker(maxBatch: 4, prepareAhead);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        for (var frames = 1; frames <= 12; frames++)
        {
            Offer(0);
            if (frames % 3 == 0)
            {
                _models.Replace(Load()); // while the frame may be taken, prepared or run
                Assert.NotSame(before, _models.Current);
            }

            await Retry.Until("the frame", () => _heard.Frames.Count == frames);
        }

        Offer(0);
        await Retry.Until("the models before to be closed", () => before.IsClosed);
        await Retry.Until("the last frame", () => _heard.Frames.Count == 13);
        await worker.StopAsync(TestContext.Current.CancellationToken);

        Assert.All(_heard.Frames, frame => Assert.Equal(_heard.Frames[0].Logits.SelectMany(row => row), frame.Logits.SelectMany(row => row)));
        Assert.False(_models.Current.IsClosed);
    }

    [Fact]
    public async Task ABatch_KeepsThePairOfModelAndList_UntilBothAreThoseOfAnotherForm()
    {
        _bundle.WriteFile("form.onnx", TinyGraphs.Encoder(scale: 1, batch: "N"));
        _bundle.Edit(manifest => manifest with { Encoders = [manifest.Encoders[0] with { File = "form.onnx" }] });
        using var worker = Worker(maxBatch: 8);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        Offer(0);
        await Retry.Until("the frame", () => _heard.Frames.Count == 1);
        var (list, other) = (_snapshots.Current, Load());

        _models.Replace(other);
        Offer(0);
        await Retry.Until("a frame while the list is that of the model before", () => _heard.Frames.Count == 2);
        Assert.Same(list, _heard.LastSnapshot);
        Assert.False(_model.IsClosed);

        _snapshots.Replace(_snapshots.InForce with { Snapshot = RecognitionSnapshot.Create(other, list.Table, null, null) });
        Offer(0);
        await Retry.Until("a frame with both", () => _heard.Frames.Count == 3);
        Assert.Same(_snapshots.Current, _heard.LastSnapshot);
        await Retry.Until("the model before to be closed", () => _model.IsClosed);
        await worker.StopAsync(TestContext.Current.CancellationToken);
    }

    private RecognitionModel Load() =>
        RecognitionModel.Load(Bundle.Open(_bundle.Folder), new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 }, null, NullLogger.Instance);

    private RecognitionWorker Worker(int maxBatch, PrepareAhead prepareAhead = PrepareAhead.OnGpu) => new(
        _cameras,
        new Lazy<ModelStore>(_models),
        new Lazy<SnapshotStore>(_snapshots),
        [_heard],
        _metrics,
        new PipelineActivity(),
        Options.Create(new RecognitionOptions { Bundle = _bundle.Folder, MaxBatch = maxBatch, MaxWait = MaxWait, PrepareAhead = prepareAhead }),
        _time,
        NullLogger<RecognitionWorker>.Instance);

    /// <summary>Two frames of a camera, recognised one after the other, from which its rhythm is known.</summary>
    private async Task GiveAsync(int camera, TimeSpan interval)
    {
        Offer(camera);
        await Retry.Until("the first frame of the camera", () => _heard.Frames.Count == 1);
        _time.Advance(interval);
        Offer(camera);
        await Retry.Until("the second frame of the camera", () => _heard.Frames.Count == 2);
    }

    private void Offer(int camera)
    {
        var frame = _pool.Rent(24, 48);
        frame.Pixels.Clear();
        for (var index = 0; index < frame.Pixels.Length; index++)
        {
            frame.Pixels[index] = (byte)(index * 7);
        }

        _cameras.Cameras[camera].Offer(frame, TimeSpan.Zero);
    }

    private sealed class Heard : IRecognitionListener
    {
        private readonly List<(string Camera, float[][] Logits)> _frames = [];
        private readonly ManualResetEventSlim _open = new(initialState: true);

        public Exception? Fault { get; set; }

        public bool IsHeldUp { get; private set; }

        public RecognitionSnapshot? LastSnapshot { get; private set; }

        public IReadOnlyList<(string Camera, float[][] Logits)> Frames
        {
            get
            {
                lock (_frames)
                {
                    return [.. _frames];
                }
            }
        }

        public IDisposable Hold()
        {
            _open.Reset();
            return new Release(_open);
        }

        public void Recognized(RecognizedFrame frame)
        {
            if (Fault is { } fault)
            {
                throw fault;
            }

            IsHeldUp = !_open.IsSet;
            _open.Wait();
            lock (_frames)
            {
                LastSnapshot = frame.Snapshot;
                _frames.Add((frame.Camera, [.. frame.Regions.Select((_, region) => frame.Logits(region).ToArray())]));
            }
        }

        private sealed class Release(ManualResetEventSlim open) : IDisposable
        {
            public void Dispose() => open.Set();
        }
    }
}
