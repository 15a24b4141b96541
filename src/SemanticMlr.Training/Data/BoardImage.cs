using OpenCvSharp;

namespace SemanticMlr.Training.Data;

/// <summary>One training image, kept in memory as 8-bit brightness.</summary>
/// <param name="Name">Path as the data set gives it.</param>
/// <param name="Group">The images of one group show the same board; they are held out together.</param>
/// <param name="Brightness">The picture, CV_8UC1; belongs to the <see cref="BoardSet"/>.</param>
/// <param name="Defects">What is known of it.</param>
internal sealed record BoardImage(string Name, string Group, Mat Brightness, IReadOnlyList<Defect> Defects);
