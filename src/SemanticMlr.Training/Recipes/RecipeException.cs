namespace SemanticMlr.Training.Recipes;

/// <summary>A recipe that cannot be used; the message names the file, every field at fault and the remedy.</summary>
public sealed class RecipeException(string message, Exception? innerException = null) : IOException(message, innerException);
