namespace SemanticMlr.Edge.Review;

/// <summary>Why a person is asked about a frame.</summary>
public enum ReviewReason
{
    /// <summary>The label list is new.</summary>
    NewList,

    /// <summary>The model is unsure of a label.</summary>
    Band,

    /// <summary>The frame was drawn by chance.</summary>
    Random,
}
