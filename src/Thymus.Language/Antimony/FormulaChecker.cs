using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>Whether the formulas of a model name what has a value, and call what there is with as many values as it takes.</summary>
internal sealed class FormulaChecker(AntimonyDocument document, AntimonyModule module, DiagnosticBag findings)
{
    public void Check()
    {
        foreach (var symbol in module.Symbols)
        {
            foreach (var formula in symbol.Formulas.Where(f => !f.IsInherited))
            {
                Check(formula, isOnStrand: symbol.Role is Role.Operator or Role.Gene or Role.Formula or Role.Reaction);
            }

            foreach (var part in symbol.Uncertainty)
            {
                if (part.Formula is { } formula)
                {
                    Check(formula.Syntax is VectorSyntax vector ? vector.Items : [formula.Syntax], formula, isOnStrand: false);
                }
            }

            bool isCondition = symbol.Role is Role.Event or Role.Constraint;
            if (isCondition && symbol.Value is { IsInherited: false } condition && !IsLogical(condition.Syntax, condition.Tree))
            {
                findings.Report(
                    BindingRules.NotLogical, condition.Tree.SpanOf(condition.Syntax), "compare it with something, such as > 0",
                    symbol.Role is Role.Event ? "the trigger of an event" : "a constraint");
            }
        }
    }

    /// <summary>Checks the calls in the formula of a function.</summary>
    public void Check(AntimonyFunction function)
    {
        foreach (var call in FormulaNames.Parts(function.Declaration.Body).OfType<CallSyntax>())
        {
            CheckCall(call, function.Tree);
        }
    }

    private void Check(ScopedFormula formula, bool isOnStrand) => Check([formula.Syntax], formula, isOnStrand);

    private void Check(IEnumerable<ExpressionSyntax> syntaxes, ScopedFormula formula, bool isOnStrand)
    {
        foreach (var part in syntaxes.SelectMany(FormulaNames.Parts))
        {
            switch (part)
            {
                case NameSyntax name:
                    CheckName(name, formula.Tree);
                    break;
                case CallSyntax call:
                    CheckCall(call, formula.Tree);
                    break;
                case VectorSyntax vector:
                    findings.Report(ModuleRules.VectorInFormula, formula.Tree.SpanOf(vector), null);
                    break;
                case UpstreamSyntax upstream when !isOnStrand:
                    findings.Report(ModuleRules.StrandProblem, formula.Tree.SpanOf(upstream), null, "... stands in formulas of operators and genes only");
                    break;
            }
        }
    }

    private void CheckName(NameSyntax name, SyntaxTree tree)
    {
        string path = tree.PathOf(name.Parts);
        var span = tree.SpanOf(name);
        if (module.Resolve(path) is { } symbol)
        {
            if (symbol.IsDeleted)
            {
                findings.Report(BindingRules.NotAValue, span, null, path, "a deleted element");
            }
            else if (symbol.Role is Role.Event or Role.Constraint or Role.AlgebraicRule or Role.Unit or Role.Strand or Role.Submodel or Role.Interaction)
            {
                findings.Report(BindingRules.NotAValue, span, null, path, ModuleCollector.Describe(symbol.Role));
            }
        }
        else if (Builtins.IsFunction(path) || document.FindFunction(path) is not null)
        {
            findings.Report(BindingRules.NotAValue, span, $"{path}(...)", path, "a function");
        }
        else if (document.NameOwner(path) is var (owner, _))
        {
            findings.Report(BindingRules.NotAValue, span, null, path, owner);
        }
    }

    private void CheckCall(CallSyntax call, SyntaxTree tree)
    {
        string name = tree.TextOf(call.Name);
        var span = tree.SpanOf(call.Name);
        int given = call.Arguments.Length;
        if (document.FindFunction(name) is { } function)
        {
            int wanted = function.Declaration.Parameters.Length;
            if (given != wanted)
            {
                string form = $"{name}({string.Join(", ", function.Declaration.Parameters.Select(function.Tree.TextOf))})";
                findings.Report(BindingRules.WrongArgumentCount, span, form, name, Count(wanted), Text(given));
            }
        }
        else if (Builtins.Find(name) is not { } builtin)
        {
            string? near = findings.Nearest(name, document.FunctionNames.Concat(Builtins.Names));
            findings.Report(
                BindingRules.UndefinedFunction, span, near ?? $"{name}*(...) multiplies; a function is defined before its use", name);
        }
        else if (given < builtin.Least || given > builtin.Most)
        {
            string expected = builtin.Most == int.MaxValue ? $"at least {Count(builtin.Least)}"
                : builtin.Least == builtin.Most ? Count(builtin.Least)
                : $"{builtin.Least} to {Count(builtin.Most)}";
            findings.Report(BindingRules.WrongArgumentCount, span, null, name, expected, Text(given));
        }
    }

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static string Count(int n) => n == 1 ? "1 argument" : $"{Text(n)} arguments";

    private static bool IsLogical(ExpressionSyntax formula, SyntaxTree tree) => formula switch
    {
        ParenthesisSyntax parenthesis => IsLogical(parenthesis.Inner, tree),
        UnarySyntax unary => unary.Operator is TokenKind.Exclamation,
        ChainSyntax chain => chain.Operators[0] is TokenKind.And or TokenKind.Or or (>= TokenKind.EqualEqual and <= TokenKind.GreaterOrEqual),
        NameSyntax { Parts: [var part] } => tree.TextOf(part) is "true" or "True" or "TRUE" or "false" or "False" or "FALSE",
        NumberSyntax number => tree.TextOf(number.Number) is "0" or "1",
        MissingSyntax => true,   // the parser has said so
        CallSyntax call => tree.TextOf(call.Name) switch
        {
            "and" or "or" or "xor" or "not" or "implies" or "eq" or "equals" or "neq" or "gt" or "lt" or "geq" or "leq" => true,
            "piecewise" => call.Arguments.Length > 0 && IsLogical(call.Arguments[0], tree),
            var other => !Builtins.IsFunction(other),   // a function of the file may be anything
        },
        _ => false,
    };
}
