namespace SemanticMlr.Training.HeadRuns;

/// <summary>What a head's run gave; written as <c>result.json</c> into its folder.</summary>
/// <param name="RecipeSha256">Hash over the values of the recipe.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Passes">Passes made in all.</param>
/// <param name="BestPass">The pass whose weights were taken, from 1; the last where none was chosen.</param>
/// <param name="ValidationMap">Its mAP on the samples that choose; null without those.</param>
/// <param name="TrainingSamples">Samples trained on.</param>
/// <param name="Seconds">Time of the passes, interrupted parts included, in seconds.</param>
/// <param name="MultiplyAdds">Of the head for one sample and all labels measured.</param>
/// <param name="Figures">By set of labels: <c>all</c>; with unseen labels <c>all</c> (the generalised protocol) and <c>unseen</c> (these alone are ranked).</param>
/// <param name="Finished">False where the run was interrupted; the same command goes on from its checkpoint.</param>
public sealed record HeadResult(
    string RecipeSha256,
    int Seed,
    int Passes,
    int BestPass,
    double? ValidationMap,
    int TrainingSamples,
    double Seconds,
    long MultiplyAdds,
    IReadOnlyDictionary<string, HeadFigures> Figures,
    bool Finished);
