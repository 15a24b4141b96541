using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Bench;

/// <summary>What changing the label list costs a running agent.</summary>
/// <param name="Bundle">The bundle, as <c>line-sim@1</c>.</param>
/// <param name="Labels">Labels of a large list.</param>
/// <param name="Processors">Logical processors of the machine.</param>
/// <param name="FrameMs">Time from one frame to the next that the camera gives, in milliseconds.</param>
/// <param name="ColdSeconds">From the order to the first frame recognised under a large list of which no text was ever embedded, in seconds.</param>
/// <param name="CachedSeconds">The same for a list of texts that were embedded before, in seconds.</param>
/// <param name="QuietGapMs">The longest time between two frames while nothing changed, in milliseconds.</param>
/// <param name="ColdGapMs">The same while a cold list was prepared and put in force.</param>
/// <param name="Applies">Different lists that were put in force one after the other.</param>
/// <param name="MemoryMB">By how much the working set grew over them, in megabytes; managed memory collected before and after.</param>
internal sealed record LabelsReport(
    string Bundle, int Labels, int Processors, double FrameMs, Spread ColdSeconds, Spread CachedSeconds, Spread QuietGapMs, Spread ColdGapMs, int Applies, double MemoryMB);
