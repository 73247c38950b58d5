using Thymus.Language.Sbml;

namespace Thymus.Language.Writing;

/// <summary>MathML -> Antimony's formulas, with the parentheses that keep the order of operations (Antimony reference, section 13).</summary>
/// <param name="names">Names of symbols.</param>
/// <param name="functionName">Names of the model's functions.</param>
/// <param name="losses">Takes what has no words.</param>
internal sealed class FormulaText(AntimonyNames names, Func<string, string> functionName, Losses losses)
{
    private const int Logic = 1, Relation = 2, Sum = 3, Product = 4, Sign = 5, Power = 6, Leaf = 7;
    private const string Nothing = "nan";   // stands for what cannot be written

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["ceiling"] = "ceil",
        ["true"] = "true",
        ["false"] = "false",
        ["pi"] = "pi",
        ["exponentiale"] = "exponentiale",
        ["infinity"] = "inf",
        ["notanumber"] = "nan",
    };

    private static readonly Dictionary<string, string> Relations = new(StringComparer.Ordinal)
    {
        ["eq"] = "==",
        ["neq"] = "!=",
        ["gt"] = ">",
        ["lt"] = "<",
        ["geq"] = ">=",
        ["leq"] = "<=",
    };

    /// <summary>What an operation is of no values.</summary>
    private static readonly Dictionary<string, string> Empty = new(StringComparer.Ordinal)
    {
        ["plus"] = "0",
        ["times"] = "1",
        ["and"] = "true",
        ["or"] = "false",
        ["xor"] = "false",
    };

    private IReadOnlyDictionary<string, string>? _locals;

    /// <summary>The formula of an element that holds <c>math</c>; <see langword="null"/> where there is none.</summary>
    /// <param name="owner">The element.</param>
    /// <param name="locals">Names that mean something else inside, such as arguments.</param>
    public string? Of(SbmlElement? owner, IReadOnlyDictionary<string, string>? locals = null) =>
        owner?.Child("math") is { Children: [var formula, ..] } ? Of(formula, locals, 0) : null;

    /// <summary>The same of a condition; where SBML takes a number for true or false, the comparison that it means.</summary>
    public string? OfCondition(SbmlElement? owner, IReadOnlyDictionary<string, string>? locals = null) =>
        owner?.Child("math") is { Children: [var formula, ..] }
            ? IsCondition(formula) ? Of(formula, locals, 0) : Of(formula, locals, Sum) + " != 0" : null;

    /// <summary>Whether a formula is true or false; a call of a function of the model is taken for what it is used as.</summary>
    private static bool IsCondition(SbmlElement formula) => formula.Name switch
    {
        "true" or "false" => true,
        "apply" when formula.Children is [var head, ..] => head.Name is "and" or "or" or "xor" or "not" or "implies" or "ci" || Relations.ContainsKey(head.Name),
        "piecewise" => formula.Children.All(p => p.Children is [var value, ..] && IsCondition(value)),
        "semantics" => formula.Children is [var inner, ..] && IsCondition(inner),
        _ => false,
    };

    /// <summary>The right side of a sum or such: the formula with parentheses where it binds weaker than <paramref name="least"/>.</summary>
    public string Of(SbmlElement formula, IReadOnlyDictionary<string, string>? locals, int least)
    {
        _locals = locals;
        return Part(formula, least);
    }

    /// <summary>A formula as an operand of a product.</summary>
    public string AsFactor(SbmlElement formula) => Of(formula, null, Sign);

    private string Part(SbmlElement element, int least)
    {
        var (text, level) = Read(element);
        return level < least ? $"({text})" : text;
    }

    private (string Text, int Level) Read(SbmlElement element)
    {
        switch (element.Name)
        {
            case "cn":
                return Number(element);
            case "ci":
                string id = element.Text.Trim();
                return (_locals is not null && _locals.TryGetValue(id, out string? local) ? local : names[id], Leaf);
            case "csymbol":
                return (SymbolOf(element), Leaf);
            case "semantics" when element.Children.Count > 0:
                return Read(element.Children[0]);
            case "piecewise":
                return Piecewise(element);
            case "apply" when element.Children.Count > 0:
                return Apply(element);
            default:
                if (!Words.TryGetValue(element.Name, out string? word))
                {
                    losses.LeaveOut($"<{element.Name}>", "it is written as nan", element.Span);
                }

                return (word ?? Nothing, Leaf);
        }
    }

    private string SymbolOf(SbmlElement element)
    {
        string symbol = (element["definitionURL"] ?? "").Trim().Split('/')[^1];
        if (symbol.Length > 0 && symbol.All(char.IsAsciiLetter))
        {
            return symbol;
        }

        losses.LeaveOut("<csymbol> without a definition", "it is written as nan", element.Span);
        return Nothing;
    }

    private (string Text, int Level) Number(SbmlElement element)
    {
        string[] parts = element.Text.Split(SbmlText.Separator, StringSplitOptions.TrimEntries);
        string unit = names.UnitAfter(element["units"]);
        if (element["type"] == "rational" && parts.Length == 2 && MathReader.TryNumber(parts[0], out double over) && MathReader.TryNumber(parts[1], out double under))
        {
            return ($"{NumberText.Of(over)}{unit}/{NumberText.Of(under)}", Product);
        }

        if (!MathReader.TryNumber(element["type"] == "e-notation" ? string.Join('e', parts) : parts[0], out double value))
        {
            losses.LeaveOut("a number that is none", "it is written as nan", element.Span);
            value = double.NaN;
        }

        bool isPlain = unit.Length == 0 || !double.IsFinite(value);
        return (NumberText.Of(value) + (isPlain ? "" : unit), double.IsNegative(value) || !isPlain ? Sign : Leaf);
    }

    private (string Text, int Level) Piecewise(SbmlElement element)
    {
        List<string> parts = [];
        foreach (var piece in element.Children)
        {
            parts.AddRange(piece.Children.Select(c => Part(c, 0)));
        }

        return parts.Count switch
        {
            0 => ("nan", Leaf),
            1 => ($"({parts[0]})", Leaf),
            _ => (Call("piecewise", parts), Leaf),
        };
    }

    private (string Text, int Level) Apply(SbmlElement element)
    {
        var head = element.Children[0];
        var arguments = new List<SbmlElement>(element.Children.Count - 1);
        for (int i = 1; i < element.Children.Count; i++)
        {
            if (element.Children[i].Name is not ("degree" or "logbase"))
            {
                arguments.Add(element.Children[i]);
            }
        }

        string Inner(int i, int least) => Part(arguments[i], least);
        List<string> All() => [.. arguments.Select(a => Part(a, 0))];
        if (head.Name == "ci")
        {
            return (Call(functionName(head.Text.Trim()), All()), Leaf);
        }

        if (head.Name == "csymbol")
        {
            string symbol = SymbolOf(head);
            return (symbol == Nothing ? symbol : Call(symbol, All()), Leaf);
        }

        var qualifier = element.Children.FirstOrDefault(c => c.Name is "degree" or "logbase") is { Children: [var held, ..] } ? held : null;
        switch (head.Name, arguments.Count)
        {
            case ("plus" or "times" or "and" or "or" or "xor", 0):
                return (Empty[head.Name], Leaf);
            case ("plus" or "times" or "and" or "or" or "xor" or "max" or "min", 1):
                return Read(arguments[0]);
            case ("eq" or "gt" or "lt" or "geq" or "leq", < 2):
                return ("true", Leaf);
            case ("minus", 1):
                return ("-" + Inner(0, Power), Sign);
            case ("not", 1):
                return ("!" + Inner(0, Power), Sign);
            case ("plus", _):
                return (Chain(arguments, " + ", Sum), Sum);
            case ("minus", 2):
                return (Chain(arguments, " - ", Sum), Sum);
            case ("times", _):
                return (Chain(arguments, "*", Product), Product);
            case ("divide", 2):
                return (Chain(arguments, "/", Product), Product);
            case ("power", 2):
                return ($"{Inner(0, Leaf)}^{Inner(1, Sign)}", Power);
            case ("and" or "or", _):
                return (string.Join(head.Name == "and" ? " && " : " || ", arguments.Select(a => Part(a, Relation))), Logic);
            case (var relation, >= 2) when Relations.TryGetValue(relation, out string? sign):
                return (string.Join($" {sign} ", arguments.Select(a => Part(a, Sum))), Relation);
            case ("root", 1):
                return (qualifier is null ? Call("sqrt", All()) : Call("root", [Part(qualifier, 0), Inner(0, 0)]), Leaf);
            case ("log", 1):
                return (qualifier is null ? Call("log10", All()) : Call("log", [Part(qualifier, 0), Inner(0, 0)]), Leaf);
            default:
                return (Call(Words.GetValueOrDefault(head.Name, head.Name), All()), Leaf);
        }
    }

    /// <summary>Operands of one level; what follows the first binds stronger, since the chain associates to the left.</summary>
    private string Chain(List<SbmlElement> operands, string sign, int level) => string.Join(sign, operands.Select((operand, i) =>
    {
        var (text, own) = Read(operand);
        return own < level + (i > 0 ? 1 : 0) || (i > 0 && text[0] is '-' or '+') ? $"({text})" : text;
    }));

    private static string Call(string name, IEnumerable<string> arguments) => $"{name}({string.Join(", ", arguments)})";
}

/// <summary>Numbers as Antimony has them.</summary>
internal static class NumberText
{
    /// <summary>The shortest text that reads back the same.</summary>
    public static string Of(double value) => value switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        _ => SbmlNumber.Text(value).Replace("e-0", "e-", StringComparison.Ordinal).Replace("e0", "e", StringComparison.Ordinal),
    };

    /// <summary>A number of an attribute; <see langword="null"/> where there is none or it is no number.</summary>
    public static double? Read(string? attribute) => attribute is not null && MathReader.TryNumber(attribute, out double value) ? value : null;
}
