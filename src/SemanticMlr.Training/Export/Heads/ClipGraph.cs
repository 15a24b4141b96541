using SemanticMlr.Training.Modules.Heads;

namespace SemanticMlr.Training.Export.Heads;

/// <summary>The graph of <see cref="ClipHead"/>.</summary>
internal sealed class ClipGraph(ClipHead head, HeadGraphOptions options) : HeadGraph("head_clip", head, options)
{
    protected override string Write() => Line(Products(Compared(Global), Compared(Labels)), head.Scale, head.Bias);
}
