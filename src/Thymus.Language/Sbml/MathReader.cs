using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Sbml;

/// <summary>What a name means in a formula.</summary>
internal interface IMathNames
{
    Symbol? Find(string name);

    SbmlElement? FindFunction(string name);

    Units.Unit? FindUnit(string name, SourceSpan span);
}

/// <summary>MathML -> bound expressions; a model's own functions are expanded, as everywhere in a bound model.</summary>
internal sealed class MathReader(IMathNames names, DiagnosticBag findings)
{
    /// <summary>Avogadro's number as SBML Level 3 fixes it (CODATA 2006).</summary>
    private const double Avogadro = 6.02214179e23;

    private const int DeepestRecursion = 600;
    private const int LargestExpansion = 250_000;      // of a formula [terms visited]
    private const int LargestExpansions = 600_000;     // of all formulas together
    private const int RestOfExpansions = 100_000;      // of those after one that is too large, for the sake of their findings

    private static readonly IReadOnlyDictionary<string, Symbol> NoLocals = new Dictionary<string, Symbol>();

    private readonly HashSet<SbmlElement> _calling = [];
    private IReadOnlyDictionary<string, Symbol> _locals = NoLocals;
    private Dictionary<string, Bound>? _arguments;   // of the function that is expanded
    private SourceSpan? _callSite;
    private int _depth;
    private int _expanded;
    private int _expandedBefore;   // in other formulas

    /// <summary>The expression inside <c>math</c> of an element; <see langword="null"/> where there is none, which Level 3 Version 2 allows.</summary>
    public BoundExpression? Read(SbmlElement? owner, IReadOnlyDictionary<string, Symbol>? locals = null)
    {
        if (owner?.Child("math") is not { Children.Count: > 0 } math)
        {
            return null;
        }

        _locals = locals ?? NoLocals;
        _expandedBefore += _expanded;
        _expanded = 0;
        var bound = ReadAny(math.Children[0]);
        return IsTooLarge(bound, math) ? new BoundNumber(double.NaN, null, math.Span) : bound.Expression;
    }

    private bool IsTooLarge(Bound bound, SbmlElement element)
    {
        bool isTooLarge = bound.Height > ExpressionBinder.DeepestExpression || bound.Size > ExpressionBinder.LargestExpression;
        if (isTooLarge)
        {
            ReportTooLarge(element, bound.Height > ExpressionBinder.DeepestExpression ? "nested too deep" : "too large");
        }

        return isTooLarge;
    }

    private void ReportTooLarge(SbmlElement element, string size) => findings.Report(
        BindingRules.FormulaTooLarge, SpanOf(element), "give parts of it names of their own with assignment rules", size);

    private SourceSpan SpanOf(SbmlElement element) => _callSite ?? element.Span;

    private Bound Number(double value, SbmlElement element) => Bound.Leaf(new BoundNumber(value, null, SpanOf(element)));

    private Bound Bad(SbmlElement element, string reason, string? suggestion = null)
    {
        findings.Report(SbmlRules.BadMath, element.Span, suggestion, reason);
        return Number(double.NaN, element);
    }

    private Bound ReadAny(SbmlElement element)
    {
        if (_depth >= DeepestRecursion)
        {
            ReportTooLarge(element, "nested too deep");
            return Number(double.NaN, element);
        }

        if (_calling.Count > 0 && !MayExpand(element))
        {
            return Number(double.NaN, element);
        }

        _depth++;
        var bound = ReadKind(element);
        _depth--;
        return bound;
    }

    private bool MayExpand(SbmlElement element)
    {
        int most = Math.Min(LargestExpansion, LargestExpansions - _expandedBefore);
        if (_expanded < most)
        {
            _expanded++;
            return true;
        }

        if (most > 0)   // else the model is refused already
        {
            ReportTooLarge(element, "too large");
            _expandedBefore = Math.Max(_expandedBefore, LargestExpansions - RestOfExpansions - _expanded);
        }

        return false;
    }

    private Bound ReadKind(SbmlElement element)
    {
        switch (element.Name)
        {
            case "cn":
                return ReadNumber(element);
            case "ci":
                return ReadName(element);
            case "csymbol":
                return ReadSymbol(element);
            case "apply":
                return ReadApply(element);
            case "piecewise":
                return ReadPiecewise(element);
            case "true":
                return Number(1, element);
            case "false":
                return Number(0, element);
            case "pi":
                return Number(Math.PI, element);
            case "exponentiale":
                return Number(Math.E, element);
            case "infinity":
                return Number(double.PositiveInfinity, element);
            case "notanumber":
                return Number(double.NaN, element);
            case "semantics" when element.Children.Count > 0:
                return ReadAny(element.Children[0]);
            default:
                return Bad(element, $"<{element.Name}> has no value");
        }
    }

    private Bound ReadNumber(SbmlElement element)
    {
        string[] parts = element.Text.Split(SbmlText.Separator, StringSplitOptions.TrimEntries);
        double value = double.NaN;
        bool isRead = (element["type"] ?? "real") switch
        {
            "real" or "integer" or "double" => parts.Length == 1 && TryNumber(parts[0], out value),
            "e-notation" => parts.Length == 2 && TryNumber($"{parts[0]}e{parts[1]}", out value),
            "rational" => parts.Length == 2 && TryNumber(parts[0], out double over) && TryNumber(parts[1], out double under)
                && double.IsFinite(value = over / under),
            _ => false,
        };
        if (!isRead)
        {
            return Bad(element, $"'{string.Join(' ', parts)}' is not a number of type {element["type"] ?? "real"}");
        }

        // <cn type="rational"> 1 <sep/> 3 </cn>: the reader of the text wrote a separator for the element.
        var unit = element["units"] is { } name ? names.FindUnit(name, element.Span) : null;
        return Bound.Leaf(new BoundNumber(value, unit, SpanOf(element)));
    }

    internal static bool TryNumber(string text, out double value)
    {
        text = text.Trim();
        switch (text)
        {
            case "INF":
                value = double.PositiveInfinity;
                return true;
            case "-INF":
                value = double.NegativeInfinity;
                return true;
            case "NaN":
                value = double.NaN;
                return true;
            default:
                return double.TryParse(
                    text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
        }
    }

    private Bound ReadName(SbmlElement element)
    {
        string name = element.Text.Trim();
        if (_arguments is not null && _arguments.TryGetValue(name, out var argument))
        {
            return argument;
        }

        var symbol = _arguments is null && _locals.TryGetValue(name, out var local) ? local : names.Find(name);
        if (symbol is not null)
        {
            return Bound.Leaf(new BoundSymbol(symbol, SpanOf(element)));
        }

        findings.Report(SbmlRules.UnknownReference, element.Span, null, "symbol", name);
        return Number(double.NaN, element);
    }

    private static string SymbolOf(SbmlElement element) => (element["definitionURL"] ?? "").Trim().Split('/')[^1];

    private Bound ReadSymbol(SbmlElement element) => SymbolOf(element) switch
    {
        "time" => Bound.Leaf(new BoundTime(SpanOf(element))),
        "avogadro" => Number(Avogadro, element),
        var other => Bad(element, $"the symbol '{other}' has no value here"),
    };

    private Bound ReadPiecewise(SbmlElement element)
    {
        List<Bound> arguments = [];
        Bound? otherwise = null;
        foreach (var part in element.Children)
        {
            if (part is { Name: "piece", Children.Count: 2 })
            {
                arguments.Add(ReadAny(part.Children[0]));
                arguments.Add(ReadAny(part.Children[1]));
            }
            else if (part is { Name: "otherwise", Children.Count: 1 } && otherwise is null)
            {
                otherwise = ReadAny(part.Children[0]);
            }
            else
            {
                return Bad(part, $"<{part.Name}> does not belong here, or holds too much or too little");
            }
        }

        if (arguments.Count == 0)
        {
            return otherwise ?? Number(double.NaN, element);
        }

        return Bound.Call(Function.Piecewise, SpanOf(element), [.. arguments, .. otherwise is { } last ? [last] : Array.Empty<Bound>()]);
    }

    private Bound ReadApply(SbmlElement element)
    {
        if (element.Children.Count == 0)
        {
            return Bad(element, "<apply> is empty");
        }

        var head = element.Children[0];
        if (head.Name == "ci")
        {
            return ReadCall(element, head.Text.Trim());
        }

        if (head.Name == "csymbol")
        {
            return IsDraw(head)
                ? Apply(element, head, SymbolOf(head), isDraw: true, [.. element.Children.Skip(1).Select(ReadAny)])
                : ReadSymbolCall(element, SymbolOf(head));
        }

        if (IsSum(element))
        {
            return ReadSum(element);
        }

        var qualifier = element.Children.FirstOrDefault(c => c.Name is "degree" or "logbase");
        Bound[] arguments = [.. element.Children.Skip(1).Where(c => c != qualifier).Select(ReadAny)];
        if (qualifier is { Children.Count: not 1 })
        {
            return Bad(qualifier, $"<{qualifier.Name}> holds one value");
        }

        var span = SpanOf(element);
        switch (head.Name, arguments.Length)
        {
            case ("log", 1):
                return qualifier is null ? Bound.Call(Function.Log10, span, arguments[0]) : Bound.Call(Function.Log, span, ReadAny(qualifier.Children[0]), arguments[0]);
            case ("root", 1) when qualifier is not null:
                return Bound.Call(Function.Root, span, ReadAny(qualifier.Children[0]), arguments[0]);
            case ("eq" or "gt" or "lt" or "geq" or "leq", < 2):
                return Number(1, element);   // nothing to compare with
            case ("log" or "root" or "sqrt", not 1) or ("sqrt" or "pow" or "asin", _):
                return Bad(element, $"<{head.Name}> cannot be applied to {arguments.Length} values");
        }

        return Apply(element, head, head.Name, isDraw: false, arguments);
    }

    /// <summary>Whether a symbol is a draw from a distribution: the package distrib defines the function by the URL of its symbol.</summary>
    internal static bool IsDraw(SbmlElement head) => (head["definitionURL"] ?? "").Contains("/symbols/distrib/", StringComparison.Ordinal);

    private Bound Apply(SbmlElement element, SbmlElement head, string name, bool isDraw, Bound[] arguments)
    {
        bool isKnown = ReservedWords.Draws.Contains(name) == isDraw && !name.StartsWith("truncated", StringComparison.Ordinal);
        if (!isKnown || Builtins.Find(name) is not { Feature: null } builtin)
        {
            return Bad(head, $"<{name}> is not a function");
        }

        if (arguments.Length < builtin.Least || arguments.Length > builtin.Most)
        {
            return Bad(head, $"<{name}> cannot be applied to {arguments.Length} values");
        }

        return builtin.Expand(new BuiltinCall([.. arguments], SpanOf(element)));
    }

    private Bound ReadSymbolCall(SbmlElement element, string name)
    {
        if (name == "rateOf" && element.Children.Count == 2)
        {
            var argument = ReadAny(element.Children[1]);
            return argument.Expression is BoundSymbol ? Bound.Call(Function.RateOf, SpanOf(element), argument) : Bad(element, "rateOf needs the name of a variable");
        }

        if (name == "delay" && element.Children.Count == 3)
        {
            return Bound.Call(Function.Delay, SpanOf(element), ReadAny(element.Children[1]), ReadAny(element.Children[2]));
        }

        return Bad(element, $"the symbol '{name}' is not a function");
    }

    private Bound ReadCall(SbmlElement element, string name)
    {
        Bound[] arguments = [.. element.Children.Skip(1).Select(ReadAny)];
        if (names.FindFunction(name) is not { } definition)
        {
            findings.Report(SbmlRules.UnknownReference, element.Span, null, "function", name);
            return Number(double.NaN, element);
        }

        if (!_calling.Add(definition))
        {
            findings.Report(BindingRules.DefinitionLoop, definition.Span, "write it without calling itself", name, name);
            return Number(double.NaN, element);
        }

        var outer = (_arguments, _callSite);
        var result = Expand(element, definition, name, arguments);
        (_arguments, _callSite) = outer;
        _calling.Remove(definition);
        return result;
    }

    private Bound Expand(SbmlElement element, SbmlElement definition, string name, Bound[] arguments)
    {
        var lambda = definition.Child("math")?.Child("lambda") ?? definition.Child("math")?.Child("semantics")?.Child("lambda");
        if (lambda is null || lambda.Children.Count == 0 || lambda.Children[^1].Name == "bvar")
        {
            return Bad(definition, $"the function '{name}' has no value", "give it a <lambda> with a body");
        }

        string[] parameters = [.. lambda.Children.Where(c => c.Name == "bvar").Select(c => c.Child("ci")?.Text.Trim() ?? "")];
        if (parameters.Length != arguments.Length)
        {
            return Bad(element, $"the function '{name}' takes {parameters.Length} values, not {arguments.Length}");
        }

        if (parameters.Distinct().Count() != parameters.Length)
        {
            return Bad(definition, $"two arguments of the function '{name}' have the same name", "give each a name of its own");
        }

        if (arguments.Any(a => IsTooLarge(a, element)))
        {
            return Number(double.NaN, element);
        }

        _callSite ??= element.Span;
        _arguments = [];
        for (int i = 0; i < parameters.Length; i++)
        {
            _arguments[parameters[i]] = arguments[i];
        }

        return ReadAny(lambda.Children[^1]);
    }

    private static bool IsSum(SbmlElement element) =>
        element is { Name: "apply", Children: [{ Name: "minus" }, _, _] or [{ Name: "plus" }, _, _, ..] };

    /// <summary>a + b - c is one sum of signed terms, as it is in Antimony: it is added from the left all the same.</summary>
    private Bound ReadSum(SbmlElement element)
    {
        List<(SbmlElement Term, bool IsNegative)> terms = [];
        var left = element;
        for (; IsSum(left); left = left.Children[1])
        {
            for (int i = left.Children.Count - 1; i > 1; i--)
            {
                terms.Add((left.Children[i], left.Children[0].Name == "minus"));
            }
        }

        terms.Add((left, false));
        terms.Reverse();
        Bound[] values = [.. terms.Select(t => ReadAny(t.Term))];
        if (terms is [_, (_, true)])
        {
            return Bound.Call(Function.Subtract, SpanOf(element), values);
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = terms[i].IsNegative ? Bound.Call(Function.Negate, SpanOf(terms[i].Term), values[i]) : values[i];
        }

        return Bound.Call(Function.Add, SpanOf(element), values);
    }
}
