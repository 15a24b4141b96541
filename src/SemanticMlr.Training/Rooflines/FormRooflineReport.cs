using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Rooflines;

/// <summary>What a form of an encoder makes of the processor.</summary>
/// <param name="Precision">The number format.</param>
/// <param name="Milliseconds">Time of one picture, the median of each round.</param>
/// <param name="PeakShare">Its multiply-adds a second as a share of the peak in the same format, round by round.</param>
/// <param name="GemmTimeShare">What its products alone would take, each at the speed measured for its shape in this format, as a share of its time.</param>
/// <param name="WeightBytes">Bytes of its constants, which every picture reads once.</param>
/// <param name="WeightMilliseconds">What reading them takes at half of the bandwidth of copying, since a copy also writes.</param>
public sealed record FormRooflineReport(
    EncoderPrecision Precision, Spread Milliseconds, Spread PeakShare, double GemmTimeShare, long WeightBytes, double WeightMilliseconds);
