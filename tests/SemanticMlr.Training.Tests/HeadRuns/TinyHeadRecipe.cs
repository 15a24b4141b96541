using SemanticMlr.Bundles;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Tests.HeadRuns;

/// <summary>A head recipe small enough to train in a test.</summary>
internal static class TinyHeadRecipe
{
    public static HeadRecipe Create() => new()
    {
        Name = "squares",
        Version = 1,
        Data = new HeadDataRecipe { Train = "train.jsonl", Test = "test.jsonl", Validation = 0.3 },
        Labels = new HeadLabelsRecipe { Items = [.. DrawnSquares.Labels.Select(label => new HeadLabelRecipe(label, $"a {label} square"))] },
        Encoder = new HeadEncoderRecipe
        {
            Frozen = new FrozenEncoderRecipe { File = "encoder.onnx", Image = new ImageSpecification { Size = TinyEncoder.Size, Interpolation = ImageInterpolation.Linear }, Views = 2 },
        },
        Dimension = 8,
        Head = new HeadDesignRecipe { Kind = "mkt", TopK = 2 },
        Loss = new HeadLossRecipe { Kind = HeadLossKind.KnownOnly },
        Schedule = new HeadScheduleRecipe { Passes = 4, Batch = 8, LearningRate = 0.02, WeightDecay = 0, Average = 0.5 },
        Seed = 1,
        Threads = 1,
        Licence = "Apache-2.0",
    };

    /// <summary>The same with an encoder that trains.</summary>
    public static HeadRecipe Trained() => Create() with
    {
        Encoder = new HeadEncoderRecipe
        {
            Trained = new TrainedEncoderRecipe
            {
                Image = new ImageRecipe { Size = 48, FirstSize = 48, Border = 1, Mean = 0.5, Std = 0.5 },
                Layers = TinyRecipe.Create().Encoder,
                Augmentation = TinyRecipe.Create().Augmentation,
            },
        },
    };
}
