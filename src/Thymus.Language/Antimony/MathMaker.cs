using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>Where a formula's names are looked up when it becomes MathML.</summary>
internal interface IMathScope
{
    /// <summary>The id of what a path names; <see langword="null"/> after a finding.</summary>
    string? IdOf(string path, SourceSpan span);

    /// <summary>The id of a unit.</summary>
    string? UnitOf(Token unit, SyntaxTree tree, string scope);

    bool IsFunction(string name);

    /// <summary>What turns values and times of a submodel into those of the model that is written.</summary>
    Conversions Conversions { get; }
}

/// <summary>Formulas -> MathML as SBML Level 3 Version 2 has it (Antimony reference, section 13).</summary>
internal sealed class MathMaker(IMathScope scope, DiagnosticBag findings)
{
    private const string Draws = "distrib/";

    private SyntaxTree _tree = null!;
    private string _prefix = "";
    private SbmlElement? _upstream;
    private int _depth;

    /// <summary>A formula.</summary>
    /// <param name="tree">The file it is in.</param>
    /// <param name="syntax">The formula.</param>
    /// <param name="prefix">The submodel that its names belong to, with a dot at its end.</param>
    /// <param name="upstream">What <c>...</c> stands for.</param>
    public SbmlElement Make(SyntaxTree tree, ExpressionSyntax syntax, string prefix, SbmlElement? upstream = null)
    {
        var outer = (_tree, _prefix, _upstream);
        (_tree, _prefix, _upstream) = (tree, prefix, upstream);
        var made = Make(syntax);
        (_tree, _prefix, _upstream) = outer;
        return made;
    }

    /// <summary>A plain number: a literal with or without a sign, an infinity or NaN.</summary>
    public static double? NumberOf(SyntaxTree tree, ExpressionSyntax? syntax) => syntax switch
    {
        NumberSyntax number => ExpressionBinder.ValueOf(tree, number.Number),
        NameSyntax { Parts: [var name] } => tree.TextOf(name) switch
        {
            "inf" or "INF" or "infinity" => double.PositiveInfinity,
            "NaN" or "nan" or "NAN" or "notanumber" => double.NaN,
            _ => null,
        },
        ParenthesisSyntax parenthesis => NumberOf(tree, parenthesis.Inner),
        UnarySyntax { Operator: TokenKind.Minus } unary => -NumberOf(tree, unary.Operand),
        UnarySyntax { Operator: TokenKind.Plus } unary => NumberOf(tree, unary.Operand),
        _ => null,
    };

    private SbmlElement Make(ExpressionSyntax syntax)
    {
        if (++_depth > ExpressionBinder.DeepestExpression)
        {
            _depth--;
            findings.Report(
                BindingRules.FormulaTooLarge, _tree.SpanOf(syntax), "give parts of it names of their own with :=",
                $"nested more than {ExpressionBinder.DeepestExpression} levels deep");
            return SbmlMath.Element("notanumber", _tree.SpanOf(syntax));
        }

        var made = MakeKind(syntax);
        _depth--;
        return made;
    }

    private SbmlElement MakeKind(ExpressionSyntax syntax)
    {
        switch (syntax)
        {
            case NumberSyntax number:
                return Number(number, ExpressionBinder.ValueOf(_tree, number.Number));
            case NameSyntax name:
                return Name(name);
            case CallSyntax call:
                return Call(call);
            case ParenthesisSyntax parenthesis:
                return Make(parenthesis.Inner);
            case PowerSyntax power:
                return SbmlMath.Call("power", _tree.SpanOf(power), Make(power.Base), Make(power.Exponent));
            case UnarySyntax unary:
                return Unary(unary);
            case ChainSyntax chain:
                return Chain(chain);
            case AlgebraicSyntax algebraic:
                return Algebraic(algebraic);
            case UpstreamSyntax when _upstream is not null:
                return _upstream.Clone();
            case UpstreamSyntax upstream:
                return SbmlMath.Integer(0, _tree.SpanOf(upstream));
            default:
                return SbmlMath.Element("notanumber", _tree.SpanOf(syntax));   // reported before
        }
    }

    private SbmlElement Algebraic(AlgebraicSyntax algebraic)
    {
        var left = Make(algebraic.Formula);
        return NumberOf(_tree, algebraic.Number) is 0 ? left : SbmlMath.Call("minus", _tree.SpanOf(algebraic), left, Make(algebraic.Number));
    }

    private SbmlElement Number(NumberSyntax syntax, double value)
    {
        var span = _tree.SpanOf(syntax.Number);
        string text = _tree.TextOf(syntax.Number);
        string? unit = syntax.Unit is { } token ? scope.UnitOf(token, _tree, _prefix) : null;
        if (text.All(char.IsAsciiDigit) && Math.Abs(value) <= int.MaxValue)
        {
            var number = SbmlMath.Integer((int)value, span);
            number.Set(SbmlNamespace.Core, "units", unit);
            return number;
        }

        return SbmlMath.Number(value, span, unit);
    }

    private SbmlElement Name(NameSyntax syntax)
    {
        var span = _tree.SpanOf(syntax);
        string name = _tree.PathOf(syntax.Parts);
        if (syntax.Parts.Length == 1)
        {
            switch (name)
            {
                case "true" or "True" or "TRUE":
                    return SbmlMath.Element("true", span);
                case "false" or "False" or "FALSE":
                    return SbmlMath.Element("false", span);
                case "pi" or "exponentiale":
                    return SbmlMath.Element(name, span);
                case "avogadro":
                    return SbmlMath.Symbol(name, span);
                case "time":
                    return scope.Conversions.Time(SbmlMath.Symbol(name, span), _prefix);
                case "inf" or "INF" or "infinity":
                    return SbmlMath.Element("infinity", span);
                case "NaN" or "nan" or "NAN" or "notanumber":
                    return SbmlMath.Element("notanumber", span);
            }
        }

        return scope.IdOf(_prefix + name, span) is { } id
            ? scope.Conversions.Value(SbmlMath.Name(id, span), _prefix + name, _prefix) : SbmlMath.Element("notanumber", span);
    }

    /// <summary>A sign before a literal becomes part of it; two signs are none.</summary>
    private SbmlElement Unary(UnarySyntax unary)
    {
        var span = _tree.SpanOf(unary);
        switch (unary.Operator)
        {
            case TokenKind.Plus:
                return Make(unary.Operand);
            case TokenKind.Exclamation:
                return SbmlMath.Call("not", span, Make(unary.Operand));
            case var _ when unary.Operand is NumberSyntax number:
                return Number(number, -ExpressionBinder.ValueOf(_tree, number.Number));
            case var _ when unary.Operand is UnarySyntax { Operator: TokenKind.Minus, Operand: not NumberSyntax } inner:
                return Make(inner.Operand);
            default:
                return SbmlMath.Call("minus", span, Make(unary.Operand));
        }
    }

    private SbmlElement Chain(ChainSyntax chain) => chain.Operators[0] switch
    {
        TokenKind.And or TokenKind.Or => Fold(chain, isLogic: true),
        TokenKind.Plus or TokenKind.Minus or TokenKind.Star or TokenKind.Slash or TokenKind.Percent => Fold(chain, isLogic: false),
        _ => Relations(chain),
    };

    /// <summary>From the left; a run of the same associative operator is one element with many operands.</summary>
    private SbmlElement Fold(ChainSyntax chain, bool isLogic)
    {
        var span = _tree.SpanOf(chain);
        var left = Make(chain.Operands[0]);
        TokenKind? open = null;
        int height = 0;
        for (int i = 0; i < chain.Operators.Length; i++)
        {
            var right = Make(chain.Operands[i + 1]);
            var kind = chain.Operators[i];
            if (kind == open && kind is TokenKind.Plus or TokenKind.Star or TokenKind.And or TokenKind.Or)
            {
                left.Add(right);
                continue;
            }

            if (isLogic && open is not null)
            {
                findings.Report(BindingRules.MixedLogic, span, "put parentheses around what belongs together");
            }

            if (++height > ExpressionBinder.DeepestExpression - _depth)
            {
                findings.Report(
                    BindingRules.FormulaTooLarge, span, "give parts of it names of their own with :=",
                    $"nested more than {ExpressionBinder.DeepestExpression} levels deep");
                return left;
            }

            left = SbmlMath.Call(ElementOf(kind), span, left, right);
            open = kind;
        }

        return left;
    }

    private static string ElementOf(TokenKind kind) => kind switch
    {
        TokenKind.And => "and",
        TokenKind.Or => "or",
        TokenKind.Plus => "plus",
        TokenKind.Minus => "minus",
        TokenKind.Star => "times",
        TokenKind.Slash => "divide",
        TokenKind.Percent => "rem",
        TokenKind.Less => "lt",
        TokenKind.LessOrEqual => "leq",
        TokenKind.Greater => "gt",
        TokenKind.GreaterOrEqual => "geq",
        TokenKind.EqualEqual => "eq",
        _ => "neq",
    };

    /// <summary><c>0 &lt; x &lt; 1</c> is one relation of three; mixed ones, and unequals, are pairs that all hold.</summary>
    private SbmlElement Relations(ChainSyntax chain)
    {
        var span = _tree.SpanOf(chain);
        SbmlElement[] operands = [.. chain.Operands.Select(Make)];
        if (chain.Operators.Length == 1 || (chain.Operators.All(o => o == chain.Operators[0]) && chain.Operators[0] is not TokenKind.NotEqual))
        {
            return SbmlMath.Call(ElementOf(chain.Operators[0]), span, operands);
        }

        var pairs = new SbmlElement[chain.Operators.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = SbmlMath.Call(ElementOf(chain.Operators[i]), span, i == 0 ? operands[0] : operands[i].Clone(), operands[i + 1]);
        }

        return SbmlMath.Call("and", span, pairs);
    }

    private SbmlElement Call(CallSyntax call)
    {
        string name = _tree.TextOf(call.Name);
        var span = _tree.SpanOf(call);
        SbmlElement[] arguments = [.. call.Arguments.Select(Make)];
        if (scope.IsFunction(name))
        {
            return SbmlMath.Apply(SbmlMath.Name(name, _tree.SpanOf(call.Name)), arguments);
        }

        if (name == "piecewise")
        {
            return Piecewise(arguments, span);
        }

        if (ReservedWords.Draws.Contains(name))
        {
            string draw = name.StartsWith("truncated", StringComparison.Ordinal) ? char.ToLowerInvariant(name[9]) + name[10..] : name;
            return SbmlMath.Apply(SbmlMath.Symbol(Draws + draw, span), arguments);
        }

        return (name, arguments.Length) switch
        {
            ("delay", 2) => SbmlMath.Apply(SbmlMath.Symbol(name, span), arguments[0], scope.Conversions.Delay(arguments[1], _prefix)),
            ("rateOf", 1) => RateOf(call.Arguments[0], arguments[0], span),
            ("log", 1) => SbmlMath.Call("ln", span, arguments),
            ("log", 2) => SbmlMath.Call("log", span, SbmlMath.Element("logbase", span).With(arguments[0]), arguments[1]),
            ("log10", 1) => SbmlMath.Call("log", span, SbmlMath.Element("logbase", span).With(SbmlMath.Integer(10, span)), arguments[0]),
            ("root", 2) => SbmlMath.Call("root", span, SbmlMath.Element("degree", span).With(arguments[0]), arguments[1]),
            ("sqrt" or "root", 1) => SbmlMath.Call("root", span, SbmlMath.Element("degree", span).With(SbmlMath.Integer(2, span)), arguments[0]),
            ("sqr", 1) => SbmlMath.Call("power", span, arguments[0], SbmlMath.Integer(2, span)),
            _ => SbmlMath.Call(ElementOf(name), span, arguments),
        };
    }

    /// <summary>The rate of a name, not of what a factor makes of it: the factors apply to the rate.</summary>
    private SbmlElement RateOf(ExpressionSyntax syntax, SbmlElement argument, SourceSpan span)
    {
        if (syntax is not NameSyntax name || scope.IdOf(_prefix + _tree.PathOf(name.Parts), span) is not { } id)
        {
            return SbmlMath.Apply(SbmlMath.Symbol("rateOf", span), argument);
        }

        var rate = SbmlMath.Apply(SbmlMath.Symbol("rateOf", span), SbmlMath.Name(id, span));
        return scope.Conversions.Rate(rate, _prefix + _tree.PathOf(name.Parts), _prefix);
    }

    private static SbmlElement Piecewise(SbmlElement[] arguments, SourceSpan span)
    {
        var element = SbmlMath.Element("piecewise", span);
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            element.Add(SbmlMath.Element("piece", arguments[i].Span).With(arguments[i], arguments[i + 1]));
        }

        if (arguments.Length % 2 == 1)
        {
            element.Add(SbmlMath.Element("otherwise", arguments[^1].Span).With(arguments[^1]));
        }

        return element;
    }

    /// <summary>The element of a predefined function.</summary>
    private static string ElementOf(string name) => name switch
    {
        "pow" => "power",
        "ceil" => "ceiling",
        "equals" => "eq",
        ['a', 'r', 'c', ..] => name,
        ['a', .. var rest] when rest is "sin" or "cos" or "tan" or "sec" or "csc" or "cot" or "sinh" or "cosh" or "tanh" or "sech" or "csch" or "coth" =>
            "arc" + rest,
        _ => name,
    };
}
