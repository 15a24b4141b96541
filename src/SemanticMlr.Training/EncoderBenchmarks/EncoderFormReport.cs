using SemanticMlr.Bundles;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>A form of an encoder.</summary>
/// <param name="Precision">The number format.</param>
/// <param name="Bytes">Size of its file.</param>
/// <param name="WorkingSetBytes">By how much the resident peak of a fresh process grows when the form is opened and run with the first batch size; null where it was not measured.</param>
/// <param name="IntegerNodes">Nodes that computed on 8-bit integers, as the profiler says.</param>
/// <param name="IntegerTimeShare">Their share of the time of all nodes.</param>
/// <param name="Ran">What ran, by operator; empty on other providers than the processor.</param>
public sealed record EncoderFormReport(
    EncoderPrecision Precision, long Bytes, long? WorkingSetBytes, int IntegerNodes, double IntegerTimeShare, IReadOnlyList<OperatorCount> Ran);
