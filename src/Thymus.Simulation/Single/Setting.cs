using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Simulation.Single;

/// <summary>A value for a constant or a start value of a model, in place of the model's own.</summary>
/// <param name="Name">Name in the model.</param>
/// <param name="Value">The value; without a unit it is in the model's unit.</param>
/// <param name="Span">Where it was written.</param>
public sealed record Setting(string Name, Quantity Value, SourceSpan Span)
{
    /// <summary>Reads <c>CL=0.3</c> or <c>CL = 300 mL/d</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What to call its place in messages, such as <c>--set</c>.</param>
    public static Checked<Setting> Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var span = new SourceSpan(source, 1, 1, text.Length);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string? error = "there is no '='";
        if (equals > 0 && Quantity.TryParse(text[(equals + 1)..].Trim(), out var value, out error))
        {
            return new Checked<Setting>(new Setting(text[..equals].Trim(), value, span), []);
        }

        return new Checked<Setting>(
            null, [new Diagnostic(SimulationRules.BadSetting, span, "write it like: CL=0.3, or CL=300 mL/d", text, error ?? "there is no name")]);
    }
}
