using SemanticMlr.Imaging;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Tests;

/// <summary>A recipe small enough to train in a test.</summary>
internal static class TinyRecipe
{
    public static Recipe Create() => new()
    {
        Name = "tiny",
        Version = 1,
        Data = "boards.jsonl",
        GroupPrefix = 1,
        Seed = 3,
        Threads = 1,
        Grid = new GridSize(2, 2),
        Image = new ImageRecipe { Size = 64, FirstSize = 48, Border = 1 },
        Dimension = 8,
        TopK = 2,
        Encoder = new EncoderRecipe
        {
            StemChannels = 4,
            FineChannels = 8,
            FineBlocks = 1,
            MiddleChannels = 8,
            MiddleBlocks = 1,
            CoarseChannels = 8,
            CoarseBlocks = 1,
            MergeBlocks = 1,
        },
        Text = new TextRecipe { Width = 16, Heads = 2, ContextLength = 12, Merges = 20, Prompt = "{label}" },
        Augmentation = new AugmentationRecipe { ScaleJitter = 0.1f, NearDefect = 0.5, AtEdge = 0.3, Blur = 0.3, Contrast = 0.3 },
        Loss = new LossRecipe { Patch = 1, Mkt = 1, Clip = 1, TargetSpread = 0.8 },
        Schedule = new ScheduleRecipe
        {
            Epochs = 1,
            FirstSteps = 2,
            Batch = 4,
            LearningRate = 0.003,
            WarmUpSteps = 2,
            DecaySteps = 1,
            WeightDecay = 0.01,
            Average = 0.9,
            CheckpointSteps = 1000,
        },
        Labels =
        [
            new LabelRecipe { Id = "dot", Text = "black dot", Phrases = ["dot", "spot"] },
            new LabelRecipe { Id = "cross", Text = "black cross", Phrases = ["cross"] },
        ],
        Distractors = ["cat", "red car"],
        Licence = "Apache-2.0",
    };
}
