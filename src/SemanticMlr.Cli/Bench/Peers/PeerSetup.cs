namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>What a peer in a process of its own is told: a JSON file, whose path is its last argument.</summary>
/// <param name="Model">The fp32 encoder, an ONNX file.</param>
/// <param name="Frames">A file with the decoded frames one after the other, 8-bit, three bytes a pixel, rows without gaps; its colours are in the encoder's order, so that nobody must swap them.</param>
/// <param name="Squares">A file with the same frames as the agent resized them, S x S x 3 bytes each.</param>
/// <param name="Width">Columns of a frame.</param>
/// <param name="Height">Rows of a frame.</param>
/// <param name="Count">How many frames.</param>
/// <param name="Size">Side of the encoder's input, in pixels.</param>
/// <param name="Dimension">Length D of <c>global</c>.</param>
/// <param name="Patches">Patches P; 0 where the encoder gives none.</param>
/// <param name="Interpolation">How the encoder wants pictures resampled: area, linear or cubic.</param>
/// <param name="Threads">Threads of a graph and of resizing.</param>
internal sealed record PeerSetup(
    string Model, string Frames, string Squares, int Width, int Height, int Count, int Size, int Dimension, int Patches, string Interpolation, int Threads);
