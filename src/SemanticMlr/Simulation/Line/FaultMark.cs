using OpenCvSharp;

namespace SemanticMlr.Simulation.Line;

/// <summary>A fault that was drawn, and the box it lies in, in pixels before the camera's perspective.</summary>
internal readonly record struct FaultMark(FaultKind Fault, Rect2d Box);
