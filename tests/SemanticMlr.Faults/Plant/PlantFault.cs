namespace SemanticMlr.Faults.Plant;

/// <summary>Something that goes wrong around an agent, and comes to an end.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Side">Whom it hits.</param>
/// <param name="Begin">Makes it happen.</param>
/// <param name="End">Makes it good again.</param>
internal sealed record PlantFault(string Name, FaultSide Side, Func<Task> Begin, Func<Task> End);
