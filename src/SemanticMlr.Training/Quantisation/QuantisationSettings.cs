using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Quantisation;

/// <summary>How an encoder is quantised.</summary>
public sealed record QuantisationSettings
{
    /// <summary><see cref="EncoderTarget.Cpu"/> or <see cref="EncoderTarget.TensorRt"/>.</summary>
    public EncoderTarget Target { get; init; } = EncoderTarget.Cpu;

    /// <summary>How ranges of activations are chosen.</summary>
    public CalibrationMethod Calibration { get; init; } = CalibrationMethod.Percentile;

    /// <summary>Share of the values inside the range, in percent, with <see cref="CalibrationMethod.Percentile"/>.</summary>
    public double Percentile { get; init; } = 99.999;

    /// <summary>Whether products of two activations, as in attention, run in int8 too.</summary>
    public bool Attention { get; init; }

    /// <summary>Bits of a weight, 7 or 8; null takes 7 for the CPU and 8 for TensorRT.</summary>
    /// <remarks>Processors with AVX2 but without VNNI add two products in 16 bits, which overflow with 8-bit weights; with 7 bits every processor gives the same.</remarks>
    public int? WeightBits { get; init; }

    /// <summary>The relative error of the outputs on calibration frames from which sensitive nodes are kept in float.</summary>
    public double MaxError { get; init; } = 0.1;

    /// <summary>Whether each node is tried by itself, so that the sensitive ones can be kept in float; without it all run in int8.</summary>
    public bool RanksNodes { get; init; } = true;

    /// <summary>Regions of pictures that calibrate, at most.</summary>
    public int Frames { get; init; } = 128;

    /// <summary>Points of mAP that a form may lose.</summary>
    public double MaxMapLoss { get; init; } = -EncoderMeasurement.WorstMapChange;

    /// <summary>Rounds of the comparison of speed.</summary>
    public int Rounds { get; init; } = 50;

    /// <summary>Threads of a graph; 0 takes one a core.</summary>
    public int Threads { get; init; }

    internal int LargestWeight => (WeightBits ?? (Target == EncoderTarget.Cpu ? 7 : 8)) == 7 ? 64 : 127;

    internal bool IsCpu => Target == EncoderTarget.Cpu;
}
