using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;
using SemanticMlr.Training.Recipes.VisionLanguage;

namespace SemanticMlr.Training.Tests.VisionLanguage;

/// <summary>A recipe that trains in a moment, with every head.</summary>
internal static class TinyVisionLanguageRecipe
{
    public static VisionLanguageRecipe Create() => new()
    {
        Name = "tiny-line",
        Version = 1,
        Scene = "line",
        SceneSeed = 3,
        Seed = 1,
        Threads = 1,
        Image = new ImageRecipe { Size = 32, FirstSize = 32, Mean = 0.5, Std = 0.5 },
        Dimension = 8,
        Encoder = new EncoderRecipe { StemChannels = 4, FineChannels = 4, FineBlocks = 1, MiddleChannels = 4, MiddleBlocks = 1, CoarseChannels = 4, CoarseBlocks = 1, MergeBlocks = 1 },
        PatchPool = 2,
        Text = new TextRecipe { Width = 8, Heads = 2, ContextLength = 64, Merges = 60, Prompt = "{label}" },
        Heads =
        [
            new HeadDesignRecipe { Kind = "clip", TopK = 1 },
            new HeadDesignRecipe { Kind = "mkt", TopK = 1 },
            new HeadDesignRecipe { Kind = "sigrl", TopK = 2, Graph = true },
            new HeadDesignRecipe { Kind = "sigrl+", TopK = 1, Graph = true },
        ],
        DefaultHead = "mkt",
        Contrast = 0.1,
        RankedPhrases = 6,
        Schedule = new StepScheduleRecipe { Steps = 4, Batch = 4, LearningRate = 0.01, WarmUpSteps = 1, DecaySteps = 1, WeightDecay = 0.01, Average = 0.9, CheckpointSteps = 2 },
        DefaultLabels = ["bottle", "can", "dent", "red-tray"],
        Distractors = ["cat", "forklift"],
        Licence = "Apache-2.0",
    };
}
