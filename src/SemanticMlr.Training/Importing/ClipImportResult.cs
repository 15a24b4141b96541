namespace SemanticMlr.Training.Importing;

/// <summary>What an import found and wrote.</summary>
/// <param name="Bundle">Name and version.</param>
/// <param name="Folder">The bundle's folder.</param>
/// <param name="Size">Side of the image, in pixels.</param>
/// <param name="Dimension">Length D of an embedding.</param>
/// <param name="Patches">Patches P of an image; 0 in a global-only bundle.</param>
/// <param name="GlobalOnly">Which node is missing where there are no patches, or null.</param>
/// <param name="PickedBy">The node that picks or pools, or null.</param>
/// <param name="TailNodes">Nodes that every patch goes through after it.</param>
/// <param name="Normalisation">Where mean and spread come from.</param>
/// <param name="TextEncoder">Id of the text encoder.</param>
/// <param name="ContextLength">Tokens of a text; 0 without a text side.</param>
/// <param name="Labels">Labels of the default list.</param>
/// <param name="VisionSha256">Hash of the imported image model.</param>
/// <param name="TextSha256">Hash of the imported text model, or null.</param>
public sealed record ClipImportResult(
    string Bundle,
    string Folder,
    int Size,
    int Dimension,
    int Patches,
    string? GlobalOnly,
    string? PickedBy,
    int TailNodes,
    string Normalisation,
    string TextEncoder,
    int ContextLength,
    int Labels,
    string VisionSha256,
    string? TextSha256);
