using Microsoft.Extensions.Configuration;

namespace SemanticMlr.Edge;

/// <summary>How sections are bound: a name that no option has is a fault, not silence.</summary>
internal static class StrictBinding
{
    /// <summary>Refuses unknown names.</summary>
    public static void Refuse(BinderOptions options) => options.ErrorOnUnknownConfiguration = true;
}
