namespace SemanticMlr.Training.Ablation;

/// <summary>One result: a head with a seed on a row of a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Labels">What was known: the row.</param>
/// <param name="Head">The head or baseline.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Map">mAP of the labels compared, 0..1.</param>
/// <param name="Loss">The loss, or what a baseline minimises.</param>
/// <param name="MicroF1">At thresholds chosen on validation samples, or null.</param>
/// <param name="ValidationMap">mAP of the pass taken on the samples that choose, or null.</param>
/// <param name="Seconds">Training time.</param>
/// <param name="MultiplyAdds">Of the head, for one sample.</param>
/// <param name="Milliseconds">Median time of the head alone, one sample, ONNX Runtime on this processor; null for baselines.</param>
/// <param name="Maps">mAP by set of labels.</param>
/// <param name="F1At3">Micro F1 of the three best labels on the set compared.</param>
/// <param name="F1At5">Micro F1 of the five best labels on the set compared.</param>
/// <param name="InputSha256">Hash of the recipe of the cell and of the files that it names: a cell of other inputs is made again.</param>
/// <param name="Commit">The commit whose code made it.</param>
public sealed record AblationCell(
    string Task,
    string Labels,
    string Head,
    int Seed,
    double Map,
    string Loss,
    double? MicroF1,
    double? ValidationMap,
    double Seconds,
    long MultiplyAdds,
    double? Milliseconds,
    IReadOnlyDictionary<string, double> Maps,
    double F1At3,
    double F1At5,
    string InputSha256,
    string Commit);
