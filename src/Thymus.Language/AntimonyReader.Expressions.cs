using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;
using Thymus.Units;

namespace Thymus.Language;

public static partial class AntimonyReader
{
    /// <summary>Reads one formula that stands outside a model, such as a derived covariate in a YAML file.</summary>
    /// <param name="text">The formula, by the rules of Antimony: <c>log</c> is natural, <c>2 k</c> is a number with a unit.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="resolve">The symbol of a name, or <see langword="null"/> when there is none.</param>
    /// <param name="known">Names to compare a misspelled one with.</param>
    /// <param name="place">Where the formula stands in the file; its line and column are added to those in the formula.</param>
    public static Checked<BoundExpression> ReadExpression(
        string text, string file, Func<string, Symbol?> resolve, IEnumerable<string>? known = null, SourceSpan? place = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(resolve);
        var findings = new DiagnosticBag();
        var (tree, formula) = Parser.ParseFormula(new SourceText(text, file, place), findings);
        if (findings.HasErrors)
        {
            return new Checked<BoundExpression>(null, findings.ToSorted());
        }

        var scope = new FormulaScope(tree, resolve, [.. known ?? []], findings);
        var expression = new ExpressionBinder(tree, scope, findings).Bind(formula);
        RefuseDraws(expression, findings);
        return new Checked<BoundExpression>(findings.HasErrors ? null : expression, findings.ToSorted());
    }

    private static void RefuseDraws(BoundExpression expression, DiagnosticBag findings)
    {
        Stack<BoundExpression> open = new([expression]);
        while (open.TryPop(out var top))
        {
            if (top is not BoundCall call)
            {
                continue;
            }

            if (call.Function is >= Function.DrawNormal and <= Function.DrawRayleigh)
            {
                findings.Refuse("draws from distributions in a formula outside a model are", call.Span, "draw the value in the population file");
                return;
            }

            foreach (var argument in call.Arguments)
            {
                open.Push(argument);
            }
        }
    }

    private sealed class FormulaScope(
        SyntaxTree tree, Func<string, Symbol?> resolve, IReadOnlyCollection<string> known, DiagnosticBag findings) : IExpressionScope
    {
        private readonly UnitTable _units = new(tree, findings);

        public IEnumerable<string> FunctionNames => [];

        public bool HasTime => false;

        public Symbol? Resolve(string name, SourceSpan span)
        {
            var symbol = resolve(name);
            if (symbol is null)
            {
                findings.Report(BindingRules.UnknownName, span, Suggestion.For(name, known), name);
            }

            return symbol;
        }

        public FunctionDeclaration? FindFunction(string name) => null;

        public Unit? ResolveUnit(string name, SourceSpan span) => _units.Resolve(name, span);
    }
}
