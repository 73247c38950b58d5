namespace Thymus.Fuzz;

/// <summary>Something that has to hold for every input does not.</summary>
internal sealed class PropertyException(string message) : Exception(message);
