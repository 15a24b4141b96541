using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Benchmarks;

/// <summary>Image encoder and head of the shipped bundle; allocations a call are the figure that must stay at nothing.</summary>
public class RecognitionBenchmark
{
    private RecognitionModel _model = null!;
    private RecognitionBatch _batch = null!;
    private RecognitionSnapshot _snapshot = null!;

    [Params(1, 9)]
    public int Regions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var folder = Environment.GetEnvironmentVariable("SEMANTICMLR_BUNDLE") ?? "models/pcb-defects";
        _model = RecognitionModel.Load(
            Bundle.Open(folder), new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, cache: null, NullLogger.Instance);
        _batch = _model.CreateBatch(Regions);
        _snapshot = RecognitionSnapshot.Create(_model, _model.CreateLabelTable(_model.Bundle.Labels), head: null, besideList: null);
    }

    [Benchmark]
    public void Encode() => _model.Encode(_batch, Regions);

    [Benchmark]
    public void Score() => _model.Score(_batch, Regions, _snapshot);

    [GlobalCleanup]
    public void Cleanup()
    {
        _batch.Dispose();
        _model.Dispose();
    }
}
