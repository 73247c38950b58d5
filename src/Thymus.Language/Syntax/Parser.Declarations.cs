using System.Collections.Immutable;

namespace Thymus.Language.Syntax;

internal sealed partial class Parser
{
    /// <summary>module = ("model" | "module") "*"? name [ "(" names ")" ] { statement } "end".</summary>
    private ModuleDeclaration? ParseModule(int first, bool insideModule)
    {
        var word = Next();
        if (insideModule)
        {
            Report(SyntaxRules.NotAStatement, word, "end the model before the next one begins", "a model cannot be inside a model");
            return null;
        }

        bool isMain = Accept(TokenKind.Star);
        if (!TryName(out var name))
        {
            Unexpected("the name of the model");
            return null;
        }

        var parameters = ImmutableArray.CreateBuilder<ReferenceSyntax>();
        if (Accept(TokenKind.OpenParenthesis))
        {
            while (Current.Kind is not TokenKind.CloseParenthesis && !_hasReported && ParseReference("a name or ')'") is { } parameter)
            {
                parameters.Add(parameter);
                if (Current.Kind is not TokenKind.CloseParenthesis)
                {
                    Expect(TokenKind.Comma, "',' or ')'");
                }
            }

            Expect(TokenKind.CloseParenthesis, "',' or ')'");
        }

        if (_hasReported)
        {
            SkipToStatementEnd();
        }

        var body = ImmutableArray.CreateBuilder<StatementSyntax>();
        while (Current.Kind is not TokenKind.EndOfFile && !IsKeyword(Current, "end"))
        {
            body.Add(ParseStatement(insideModule: true));
        }

        _hasReported = false;
        if (!AcceptKeyword("end"))
        {
            ReportMissingEnd(word, name);
            _hasReported = false;
        }

        return new ModuleDeclaration(name, isMain, parameters.ToImmutable(), body.ToImmutable(), first, _at);
    }

    /// <summary>function = "function" name "(" names ")" formula "end"; newlines and semicolons may stand around the formula.</summary>
    private FunctionDeclaration? ParseFunction(int first, bool insideModule)
    {
        var word = Next();
        if (insideModule)
        {
            Report(SyntaxRules.NotAStatement, word, "move the function before the model", "a function cannot be inside a model");
            SkipFunctionBody();
            return null;
        }

        var parameters = ImmutableArray.CreateBuilder<Token>();
        bool hasName = TryName(out var name);
        if (!hasName || !Expect(TokenKind.OpenParenthesis, "'(' after the name of the function"))
        {
            Unexpected("the name of the function");
            SkipFunctionBody();
            return null;
        }

        while (Current.Kind is not TokenKind.CloseParenthesis && !_hasReported)
        {
            if (!TryName(out var parameter))
            {
                Unexpected("a name or ')'");
                break;
            }

            parameters.Add(parameter);
            if (Current.Kind is not TokenKind.CloseParenthesis)
            {
                Expect(TokenKind.Comma, "',' or ')'");
            }
        }

        Expect(TokenKind.CloseParenthesis, "',' or ')'");
        CheckNames(parameters);
        SkipStatementEnds();
        var body = ParseExpression();
        SkipStatementEnds();
        if (IsKeyword(Current, "end"))
        {
            _at++;
        }
        else
        {
            if (!_hasReported && Current.Kind is TokenKind.EndOfFile)
            {
                ReportMissingEnd(word, name);
            }

            Unexpected("'end' after the formula of the function");
            SkipFunctionBody();
        }

        return _hasReported ? null : new FunctionDeclaration(name, parameters.ToImmutable(), body, first, _at);
    }

    private void CheckNames(IEnumerable<Token> parameters)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in parameters.Where(p => !names.Add(TextOf(p))))
        {
            _findings.Report(SyntaxRules.SameArgument, _source.Span(parameter.Start, parameter.Length), "give each argument a name of its own", TextOf(parameter));
        }
    }

    /// <summary>At the last word of the text, where the end is missing; the line where it began is in the message.</summary>
    private void ReportMissingEnd(Token word, Token name)
    {
        int last = _at;
        while (last > 0 && _tokens[last].Kind is TokenKind.EndOfFile or TokenKind.NewLine or TokenKind.Semicolon)
        {
            last--;
        }

        string line = $"{_source.Span(name.Start, name.Length).Line}";
        Report(SyntaxRules.MissingEnd, _tokens[last], "close it with end", TextOf(word), TextOf(name), line);
    }

    private void SkipFunctionBody()
    {
        while (Current.Kind is not TokenKind.EndOfFile && !IsKeyword(Current, "end"))
        {
            _at++;
        }

        AcceptKeyword("end");
    }

    private UnitStatement? ParseUnit(int first)
    {
        _at++;
        var reference = ParseReference("the name of the unit");
        if (reference is null)
        {
            return null;
        }

        var formula = Accept(TokenKind.Equals) && !AtStatementEnd ? ParseExpression() : null;
        return new UnitStatement(reference, formula, first, _at);
    }

    /// <summary>prefix item { "," item }.</summary>
    private DeclareStatement? ParseDeclaration(int first)
    {
        bool? isConstant = null;
        bool substanceOnly = false;
        Token? kind = null;
        for (; Current.Kind is TokenKind.Keyword; _at++)
        {
            switch (SpellingOf(Current))
            {
                case "var":
                    isConstant = false;
                    continue;
                case "const" or "ext":
                    isConstant = true;
                    continue;
                case "substanceOnly":
                    substanceOnly = true;
                    continue;
                case "species" or "formula" or "reaction" or "DNA" or "gene" or "operator" or "compartment" when kind is null:
                    kind = Current;
                    continue;
            }

            break;
        }

        var items = ImmutableArray.CreateBuilder<DeclarationItem>();
        do
        {
            if (ParseTarget("a name to declare") is not { } target)
            {
                return null;
            }

            bool assigns = Current.Kind is TokenKind.Equals or TokenKind.Colon or TokenKind.Prime || IsKeyword(Current, "has");
            items.Add(new DeclarationItem(target, assigns ? ParseAssignment() : null));
        }
        while (!_hasReported && Accept(TokenKind.Comma));

        return new DeclareStatement(new DeclarationPrefix(kind, isConstant, substanceOnly), items.ToImmutable(), first, _at);
    }

    /// <summary>"=" f | ":" "=" f | "'" "=" f | "has" unit; an empty formula takes the value away.</summary>
    private AssignmentSyntax? ParseAssignment()
    {
        if (AcceptKeyword("has"))
        {
            return new AssignmentSyntax(AssignmentKind.Unit, ParseExpression());
        }

        var kind = Accept(TokenKind.Colon) ? AssignmentKind.Rule : Accept(TokenKind.Prime) ? AssignmentKind.Rate : AssignmentKind.Value;
        return Expect(TokenKind.Equals, "'='")
            ? new AssignmentSyntax(kind, AtStatementEnd || Current.Kind is TokenKind.Comma ? null : ParseExpression())
            : null;
    }

    /// <summary>[ label ":" ] side arrow side ";" law [ "in" compartment ]; a missing semicolon at the end of a line is accepted.</summary>
    private StatementSyntax? ParseReaction(TargetSyntax? label, int first)
    {
        var reactants = ParseSide();
        var arrow = Next();
        if (arrow.Kind is TokenKind.Activation or TokenKind.Inhibition
            || (arrow.Kind is TokenKind.Minus && Current.Kind is TokenKind.OpenParenthesis))
        {
            return ParseInteraction(label, reactants, arrow, first);
        }

        if (arrow.Kind is not (TokenKind.Arrow or TokenKind.DoubleArrow))
        {
            _at--;
            Unexpected("'->' or '=>'");
            return null;
        }

        var products = AtStatementEnd ? [] : ParseSide();
        ExpressionSyntax? law = null;
        ReferenceSyntax? place = null;
        if (!_hasReported && Accept(TokenKind.Semicolon))
        {
            law = AtStatementEnd || IsKeyword(Current, "in") ? null : ParseExpression();
            place = ParsePlace();
        }
        else if (Current.Kind is TokenKind.Identifier or TokenKind.Number or TokenKind.OpenParenthesis)
        {
            Unexpected("';' between the products and the rate");
        }

        if (reactants.IsEmpty && products.IsEmpty && !_hasReported)
        {
            Report(SyntaxRules.NotAStatement, arrow, "name a species on one side", "a reaction has a reactant or a product");
        }

        return new ReactionStatement(
            label, reactants, products, arrow.Kind is TokenKind.Arrow, law, place, first, _at);
    }

    /// <summary>side = [ amount ] species { "+" [ amount ] species }.</summary>
    private ImmutableArray<ParticipantSyntax> ParseSide()
    {
        var side = ImmutableArray.CreateBuilder<ParticipantSyntax>();
        if (Current.Kind is TokenKind.Arrow or TokenKind.DoubleArrow or TokenKind.Activation or TokenKind.Inhibition
            or TokenKind.Semicolon or TokenKind.NewLine or TokenKind.EndOfFile)
        {
            return [];
        }

        do
        {
            Token? amount = Current.Kind is TokenKind.Number ? Next() : null;
            if (ParseReference("a species") is not { } species)
            {
                break;
            }

            ReferenceSyntax? named = null;
            if (amount is null && Current.Kind is TokenKind.Identifier or TokenKind.Dollar)
            {
                named = species;
                species = ParseReference("a species");
                if (species is null)
                {
                    break;
                }
            }

            side.Add(new ParticipantSyntax(amount, named, species));
        }
        while (Accept(TokenKind.Plus));

        return side.ToImmutable();
    }

    /// <summary>[ label ":" ] "at" [ delay "after" ] trigger { "," option "=" formula } ":" assignments.</summary>
    private EventStatement? ParseEvent(TargetSyntax? label, int first)
    {
        var at = Next();
        ExpressionSyntax? delay = null;
        var trigger = ParseExpression();
        if (AcceptKeyword("after"))
        {
            delay = trigger;
            trigger = ParseExpression();
        }

        var options = ImmutableArray.CreateBuilder<EventOption>();
        while (!_hasReported && Accept(TokenKind.Comma))
        {
            var name = Current;
            if (!Expect(TokenKind.Identifier, "an option: priority, t0, persistent or fromTrigger")
                || !Expect(TokenKind.Equals, "'=' after the option"))
            {
                return null;
            }

            options.Add(new EventOption(name, ParseExpression()));
        }

        if (_hasReported || !Expect(TokenKind.Colon, "':' between the trigger and what the event sets"))
        {
            return null;
        }

        var assignments = ImmutableArray.CreateBuilder<EventTarget>();
        do
        {
            SkipNewLines();
            if (ParseReference("a name that the event sets") is not { } reference || !Expect(TokenKind.Equals, "'='"))
            {
                return null;
            }

            assignments.Add(new EventTarget(reference, ParseExpression()));
        }
        while (!_hasReported && (Accept(TokenKind.Comma) || Accept(TokenKind.Colon)));

        return new EventStatement(label, at, delay, trigger, options.ToImmutable(), assignments.ToImmutable(), first, _at);
    }

    /// <summary>constraint = "constraint" [ name ] ":" formula.</summary>
    private ConstraintStatement? ParseConstraint(int first)
    {
        _at++;
        var label = Current.Kind is TokenKind.Colon ? null : ParseReference("a name or ':'");
        return Expect(TokenKind.Colon, "':' before the condition")
            ? new ConstraintStatement(label, ParseExpression(), first, _at)
            : null;
    }

    /// <summary>A statement that begins with a number: an algebraic rule or the short form of a constraint.</summary>
    private StatementSyntax? ParseNumberStatement(TargetSyntax? label, int first)
    {
        int start = _at;
        bool negative = Accept(TokenKind.Minus);
        if (Current.Kind is TokenKind.Number && Peek(1).Kind is TokenKind.Equals)
        {
            var number = Next();
            _at++;
            return new AlgebraicStatement(label?.Reference, number, negative, ParseExpression(), first, _at);
        }

        _at = start;
        var condition = ParseExpression();
        if (condition is ChainSyntax { Operators: [>= TokenKind.EqualEqual and <= TokenKind.GreaterOrEqual, ..] })
        {
            return new ConstraintStatement(label?.Reference, condition, first, _at);
        }

        Unexpected("'->', '=' or a comparison");
        return null;
    }

    /// <summary>name word { "." word } ( strings | number ); the values may go on after a comma on the next line.</summary>
    private AnnotateStatement? ParseAnnotation(ReferenceSyntax? reference, int first)
    {
        if (reference is null && !_hasReported)
        {
            _at++;   // the keyword model stands for the enclosing model
        }

        var words = ImmutableArray.CreateBuilder<Token>();
        words.Add(Next());
        ParseDots(words);
        var values = ImmutableArray.CreateBuilder<Token>();
        do
        {
            if (values.Count > 0)
            {
                SkipNewLines();
            }

            if (Current.Kind is not (TokenKind.String or TokenKind.Number or TokenKind.SboNumber))
            {
                Unexpected("a string in quotes");
                return null;
            }

            values.Add(Next());
        }
        while (Accept(TokenKind.Comma));

        return new AnnotateStatement(reference, words.ToImmutable(), values.ToImmutable(), first, _at);
    }

    /// <summary>The older form: "annotate" name word ":" string "end", over several lines if wanted.</summary>
    private AnnotateStatement? ParseAnnotationBlock(int first)
    {
        _at++;
        var reference = ParseReference("a name");
        var word = Next();
        _at++;   // the colon
        SkipStatementEnds();
        var value = Current;
        if (reference is null || !Expect(TokenKind.String, "a string in quotes"))
        {
            return null;
        }

        SkipStatementEnds();
        if (!AcceptKeyword("end"))
        {
            Unexpected("'end' after the annotation");
            return null;
        }

        return new AnnotateStatement(reference, [word], [value], first, _at);
    }
}
