namespace SemanticMlr.Evaluation;

/// <summary>Images with known truth, real or simulated.</summary>
public interface IPictureSource
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Reads one; the caller disposes it.</summary>
    /// <param name="index">From 0.</param>
    EvaluationPicture Read(int index);
}
