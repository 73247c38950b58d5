using Thymus.Language.Antimony;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests.Antimony;

/// <summary>Shortcuts of the tests of conversion.</summary>
internal static class Converting
{
    /// <summary>The document of a text that converts without an error.</summary>
    public static SbmlElement Document(string text)
    {
        var findings = new DiagnosticBag();
        return AntimonyToSbml.Convert(Parser.Parse(new SourceText(text, Reading.File), findings), null, findings)
            ?? throw new InvalidOperationException(string.Join("\n", findings.ToSorted()));
    }

    /// <summary>The main model.</summary>
    public static SbmlElement Model(string text) => Document(text).Child("model")!;

    public static SbmlElement Find(this SbmlElement model, string id) => model.Tree().First(e => e["id"] == id);

    /// <summary>The rule or initial assignment of a symbol, or the law of a reaction, as text.</summary>
    public static string Formula(this SbmlElement model, string id) =>
        SbmlComparison.Math(
            model.Tree().First(e => e["variable"] == id || e["symbol"] == id || (e.Name == "reaction" && e["id"] == id)) is var found && found.Name == "reaction"
                ? found.Child("kineticLaw")!.Child("math")! : found.Child("math")!,
            unit => unit);
}
