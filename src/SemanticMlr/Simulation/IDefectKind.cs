namespace SemanticMlr.Simulation;

/// <summary>One kind of defect.</summary>
internal interface IDefectKind
{
    /// <summary>Tries one random place; true where the shape there is worth drawing.</summary>
    bool TryShape(BoardSite site, DefectShape shape);

    /// <summary>How many more pieces of copper the window around the defect must hold after it is drawn; null where another check decides.</summary>
    int? MorePieces { get; }

    /// <summary>Whether the ends of the shape must be joined after it is drawn; null where another check decides.</summary>
    bool? EndsJoined { get; }
}
