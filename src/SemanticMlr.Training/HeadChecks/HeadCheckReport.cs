namespace SemanticMlr.Training.HeadChecks;

/// <summary>What a head check found.</summary>
/// <param name="File">The file that was checked.</param>
/// <param name="Mode">The head that it is about.</param>
/// <param name="Sizes">The sizes in the file.</param>
/// <param name="Outputs">The differences of every output in the file.</param>
/// <param name="ModuleTolerance">Largest difference that is allowed to the module.</param>
/// <param name="GraphTolerance">Largest difference that is allowed to the ONNX graph.</param>
/// <param name="Ok">Whether no difference is larger.</param>
/// <param name="MultiplyAdds">What an image costs at these sizes, for every head.</param>
public sealed record HeadCheckReport(
    string File,
    string Mode,
    HeadSizes Sizes,
    IReadOnlyList<HeadOutputDifference> Outputs,
    double ModuleTolerance,
    double GraphTolerance,
    bool Ok,
    IReadOnlyDictionary<string, long> MultiplyAdds);
