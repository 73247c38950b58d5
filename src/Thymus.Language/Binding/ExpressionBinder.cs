using System.Globalization;
using Thymus.Language.Antimony;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>What an <see cref="ExpressionBinder"/> looks names up in.</summary>
internal interface IExpressionScope
{
    /// <summary>The symbol of that name; <see langword="null"/> when there is none, after reporting it at <paramref name="span"/>.</summary>
    Symbol? Resolve(string name, SourceSpan span);

    /// <summary>A function of the file.</summary>
    FunctionDeclaration? FindFunction(string name);

    /// <summary>Unit of that name, or <see langword="null"/> when it is not known; reports it.</summary>
    Unit? ResolveUnit(string name, SourceSpan span);

    /// <summary>Names to compare a misspelled function with.</summary>
    IEnumerable<string> FunctionNames { get; }

    /// <summary>Whether what names stand for changes over time, as it does in a model.</summary>
    bool HasTime { get; }
}

/// <summary>Turns the syntax of a formula into a bound expression: names become symbols, functions of the file are written out.</summary>
internal sealed partial class ExpressionBinder(SyntaxTree tree, IExpressionScope scope, DiagnosticBag findings)
{
    /// <summary>The deepest bound expression; those that walk it may use recursion.</summary>
    internal const int DeepestExpression = 400;

    /// <summary>The largest expression with its functions written out [nodes].</summary>
    internal const int LargestExpression = 200_000;

    /// <summary>Avogadro's constant as SBML fixes it (Level 3 Version 2 core, section 3.4.6; CODATA 2006) [1/mol].</summary>
    private const double Avogadro = 6.02214179e23;

    /// <summary>The deepest recursion while functions are written out.</summary>
    private const int DeepestRecursion = 600;

    /// <summary>The most nodes that functions may write out in one model.</summary>
    private const int LargestExpansion = 500_000;

    private readonly List<string> _callStack = [];
    private int _depth;
    private int _expanded;
    private Dictionary<string, Bound>? _arguments;
    private SourceSpan? _callSite;

    public BoundExpression Bind(ExpressionSyntax syntax)
    {
        var bound = BindAny(syntax);
        return IsTooLarge(bound, syntax) ? new BoundNumber(double.NaN, null, SpanOf(syntax)) : bound.Expression;
    }

    /// <summary>A number literal with its unit.</summary>
    public BoundNumber BindNumber(NumberSyntax syntax)
    {
        var unit = syntax.Unit is { } name ? scope.ResolveUnit(tree.TextOf(name), tree.SpanOf(name)) : null;
        return new BoundNumber(ValueOf(tree, syntax.Number), unit, SpanOf(syntax));
    }

    /// <summary>The value of a number token; of an SBO number its digits.</summary>
    public static double ValueOf(SyntaxTree tree, Token number)
    {
        string text = tree.TextOf(number);
        return double.Parse(
            number.Kind is TokenKind.SboNumber ? text[4..] : text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
    }

    private SourceSpan SpanOf(SyntaxNode node) => _callSite ?? tree.SpanOf(node);

    private SourceSpan SpanOf(Token token) => _callSite ?? tree.SpanOf(token);

    private Bound Number(double value, SyntaxNode node) => Bound.Leaf(new BoundNumber(value, null, SpanOf(node)));

    private Bound BindAny(ExpressionSyntax syntax)
    {
        if (_depth >= DeepestRecursion || (_callStack.Count > 0 && ++_expanded > LargestExpansion))
        {
            string size = _depth >= DeepestRecursion ? $"nested more than {DeepestRecursion} levels deep" : "too large";
            findings.Report(BindingRules.FormulaTooLarge, SpanOf(syntax), "give parts of it names of their own with :=", size);
            return Number(double.NaN, syntax);
        }

        _depth++;
        var bound = BindKind(syntax);
        _depth--;
        return bound;
    }

    private Bound BindKind(ExpressionSyntax syntax)
    {
        switch (syntax)
        {
            case NumberSyntax number:
                var literal = BindNumber(number);
                return Bound.Leaf(_callSite is { } site ? literal with { Span = site } : literal);
            case NameSyntax name:
                return BindName(name);
            case CallSyntax call:
                return BindCall(call);
            case ParenthesisSyntax parenthesis:
                return BindAny(parenthesis.Inner);
            case PowerSyntax power:
                return Bound.Call(Function.Power, SpanOf(power), BindAny(power.Base), BindAny(power.Exponent));
            case UnarySyntax unary:
                return BindUnary(unary);
            case ChainSyntax chain:
                return BindChain(chain);
            case VectorSyntax vector:
                findings.Report(ModuleRules.VectorInFormula, SpanOf(vector), null);
                return Number(double.NaN, vector);
            case UpstreamSyntax upstream:
                findings.Report(ModuleRules.StrandProblem, SpanOf(upstream), null, "... stands in formulas of operators and genes only");
                return Number(double.NaN, upstream);
            default:
                return Number(double.NaN, syntax);
        }
    }

    private Bound BindUnary(UnarySyntax unary)
    {
        var operand = BindAny(unary.Operand);
        return unary.Operator switch
        {
            TokenKind.Plus => operand,
            TokenKind.Exclamation => Bound.Call(Function.Not, SpanOf(unary), operand),
            _ => operand.Expression switch
            {
                BoundNumber number when unary.Operand is NumberSyntax or NameSyntax or UnarySyntax =>
                    Bound.Leaf(number with { Value = -number.Value, Span = SpanOf(unary) }),
                BoundCall { Function: Function.Negate } call when unary.Operand is UnarySyntax =>
                    operand with { Expression = call.Arguments[0], Height = operand.Height - 1 },
                _ => Bound.Call(Function.Negate, SpanOf(unary), operand),
            },
        };
    }

    private Bound BindChain(ChainSyntax chain)
    {
        var operands = new Bound[chain.Operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = BindAny(chain.Operands[i]);
        }

        return chain.Operators[0] switch
        {
            TokenKind.And or TokenKind.Or => BindLogic(chain, operands),
            TokenKind.Plus or TokenKind.Minus => BindSum(chain, operands),
            TokenKind.Star or TokenKind.Slash or TokenKind.Percent => BindProduct(chain, operands),
            _ => BindRelations(chain, operands),
        };
    }

    /// <summary>a - b stays a difference; longer sums become one sum of signed terms, which is the same in floating point.</summary>
    private Bound BindSum(ChainSyntax chain, Bound[] operands)
    {
        var span = SpanOf(chain);
        if (operands.Length == 2 && chain.Operators[0] is TokenKind.Minus)
        {
            return Bound.Call(Function.Subtract, span, operands);
        }

        for (int i = 1; i < operands.Length; i++)
        {
            if (chain.Operators[i - 1] is TokenKind.Minus)
            {
                operands[i] = Bound.Call(Function.Negate, operands[i].Expression.Span, operands[i]);
            }
        }

        return Bound.Call(Function.Add, span, operands);
    }

    private Bound BindProduct(ChainSyntax chain, Bound[] operands)
    {
        var span = SpanOf(chain);
        var factors = new List<Bound> { operands[0] };
        for (int i = 1; i < operands.Length; i++)
        {
            if (chain.Operators[i - 1] is TokenKind.Star)
            {
                factors.Add(operands[i]);
                continue;
            }

            var function = chain.Operators[i - 1] is TokenKind.Slash ? Function.Divide : Function.Remainder;
            var left = Product(factors, span);
            factors = [Bound.Call(function, span, left, operands[i])];
        }

        return Product(factors, span);
    }

    private static Bound Product(List<Bound> factors, SourceSpan span) =>
        factors.Count == 1 ? factors[0] : Bound.Call(Function.Multiply, span, [.. factors]);

    private Bound BindRelations(ChainSyntax chain, Bound[] operands)
    {
        var span = SpanOf(chain);
        var pairs = new Bound[operands.Length - 1];
        for (int i = 0; i < pairs.Length; i++)
        {
            var function = chain.Operators[i] switch
            {
                TokenKind.Less => Function.Less,
                TokenKind.LessOrEqual => Function.LessOrEqual,
                TokenKind.Greater => Function.Greater,
                TokenKind.GreaterOrEqual => Function.GreaterOrEqual,
                TokenKind.EqualEqual => Function.Equal,
                _ => Function.NotEqual,
            };
            pairs[i] = Bound.Call(function, span, operands[i], operands[i + 1]);
        }

        return pairs.Length == 1 ? pairs[0] : Bound.Call(Function.And, span, pairs);
    }

    private Bound BindLogic(ChainSyntax chain, Bound[] operands)
    {
        var span = SpanOf(chain);
        var group = new List<Bound> { operands[0] };
        var function = FunctionOf(chain.Operators[0]);
        for (int i = 1; i < operands.Length; i++)
        {
            var next = FunctionOf(chain.Operators[i - 1]);
            if (next != function)
            {
                findings.Report(BindingRules.MixedLogic, span, "put parentheses around what belongs together");
                group = [Bound.Call(function, span, [.. group])];
                function = next;
            }

            group.Add(operands[i]);
        }

        return Bound.Call(function, span, [.. group]);

        static Function FunctionOf(TokenKind kind) => kind is TokenKind.And ? Function.And : Function.Or;
    }

    private bool IsTooLarge(Bound bound, SyntaxNode node)
    {
        if (bound.Height <= DeepestExpression && bound.Size <= LargestExpression)
        {
            return false;
        }

        string size = bound.Height > DeepestExpression
            ? $"nested more than {DeepestExpression} levels deep"
            : $"larger than {LargestExpression} terms";
        findings.Report(BindingRules.FormulaTooLarge, SpanOf(node), "give parts of it names of their own with :=", size);
        return true;
    }
}
