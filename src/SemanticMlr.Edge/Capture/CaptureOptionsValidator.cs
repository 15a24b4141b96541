using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Capture;

/// <summary>Checks each option by its attributes.</summary>
[OptionsValidator]
internal sealed partial class CaptureOptionsValidator : IValidateOptions<CaptureOptions>;
