namespace SemanticMlr.Training.Importing;

/// <summary>How an encoder turns the features of all places into one vector.</summary>
internal enum PickKind
{
    /// <summary>The first token is the class token: vision transformers of CLIP.</summary>
    ClassToken,

    /// <summary>The mean over all tokens.</summary>
    TokenMean,

    /// <summary>The mean over the last feature map: convolutional encoders.</summary>
    MapMean,
}
