using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Units;

namespace Thymus.Language.Writing;

/// <summary>What is wrong with a formula that no other reader of the model has looked at: of an uncertainty, or of a function that nothing calls.</summary>
internal sealed class FormulaProblem : IMathNames
{
    private readonly Func<string, bool> _isValue;
    private readonly Func<string, SbmlElement?> _function;

    private FormulaProblem(Func<string, bool> isValue, Func<string, SbmlElement?> function) => (_isValue, _function) = (isValue, function);

    /// <summary>The first problem in words; <see langword="null"/> where there is none.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="isValue">Whether a name has a value.</param>
    /// <param name="function">Finds the definition of a function of the model.</param>
    public static Diagnostic? Find(SbmlElement formula, Func<string, bool> isValue, Func<string, SbmlElement?> function)
    {
        var findings = new DiagnosticBag();
        new MathReader(new FormulaProblem(isValue, function), findings).Read(SbmlElement.Core("formula", formula.Span).With(SbmlMath.Math(formula)));
        return findings.ToSorted().FirstOrDefault(f => f.IsError);
    }

    public Symbol? Find(string name) => _isValue(name) ? new Symbol(name, SymbolKind.Parameter, default) : null;

    public SbmlElement? FindFunction(string name) => _function(name);

    public Unit? FindUnit(string name, SourceSpan span) => null;
}
