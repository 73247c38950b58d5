
namespace Thymus.Language.Syntax;

internal sealed partial class Parser
{
    private StatementSyntax ParseStatement(bool insideModule)
    {
        int first = _at;
        _hasReported = false;
        _depth = 0;
        var statement = ParseStatementBody(first, insideModule);
        if (statement is ModuleDeclaration or FunctionDeclaration && !_hasReported)
        {
            return EndWith(statement, first);
        }

        if (!AtStatementEnd)
        {
            Unexpected("the end of the statement");
        }

        if (_hasReported || statement is null)
        {
            SkipToStatementEnd();
            statement = statement is ModuleDeclaration or FunctionDeclaration ? statement : new BadStatement(first, _at);
        }
        else if (IsKeyword(Current, "end") && !insideModule)
        {
            Report(SyntaxRules.NotAStatement, Current, "remove it", "there is no model or function to end");
            _at++;
            SkipToStatementEnd();
        }

        return EndWith(statement, first);
    }

    private StatementSyntax EndWith(StatementSyntax statement, int first)
    {
        if (Current.Kind is TokenKind.NewLine or TokenKind.Semicolon)
        {
            _at++;
        }

        return statement with { First = first, End = _at };
    }

    /// <summary>Passes everything up to the end of the statement, and stops before 'end', which may close a model.</summary>
    private void SkipToStatementEnd()
    {
        while (!AtStatementEnd)
        {
            _at++;
        }
    }

    private StatementSyntax? ParseStatementBody(int first, bool insideModule)
    {
        if (AtStatementEnd)
        {
            return new EmptyStatement(first, _at);
        }

        switch (Current.Kind)
        {
            case TokenKind.Keyword:
                return ParseKeywordStatement(first, insideModule);
            case TokenKind.Number or TokenKind.SboNumber or TokenKind.Minus:
                return IsReactionAhead() ? ParseReaction(null, first) : ParseNumberStatement(null, first);
            case TokenKind.Strand:
                return ParseStrand(null, first);
            case TokenKind.Identifier or TokenKind.Dollar:
                return ParseNamedStatement(first);
            case TokenKind.Arrow or TokenKind.DoubleArrow or TokenKind.Activation or TokenKind.Inhibition:
                return ParseReaction(null, first);
            case TokenKind.Bad:
                Unexpected("a statement");
                return null;
            default:
                Report(SyntaxRules.NotAStatement, Current, null, $"it begins with {Describe(Current)}");
                return null;
        }
    }

    private StatementSyntax? ParseKeywordStatement(int first, bool insideModule)
    {
        switch (SpellingOf(Current))
        {
            case "model" or "module" when insideModule && IsAnnotationAhead():
                return ParseAnnotation(null, first);
            case "model" or "module":
                return ParseModule(first, insideModule);
            case "function":
                return ParseFunction(first, insideModule);
            case "import":
                return ParseImport(first);
            case "unit":
                return ParseUnit(first);
            case "at":
                return ParseEvent(null, first);
            case "constraint":
                return ParseConstraint(first);
            case "delete":
                return ParseDelete(first);
            case "maximize" or "minimize":
                return ParseObjective(null, first);
            case "var" or "const" or "ext" or "substanceOnly" or "species" or "formula" or "reaction" or "DNA" or "gene" or "operator"
                or "compartment":
                return ParseDeclaration(first);
            default:
                Report(SyntaxRules.NotAStatement, Current, null, $"it begins with {Describe(Current)}");
                return null;
        }
    }

    /// <summary>A statement that begins with a name: the tokens up to the first telling one decide what it is.</summary>
    private StatementSyntax? ParseNamedStatement(int first)
    {
        if (HasLabelAhead())
        {
            var label = ParseTarget("a name");
            if (label is null)
            {
                return null;
            }

            _at++;   // the colon
            return ParseLabelled(label, first);
        }

        if (IsReactionAhead())
        {
            return ParseReaction(null, first);
        }

        if (Current.Kind is TokenKind.Identifier && Reservation(SpellingOf(Current)) is "a constant")
        {
            return new ConstraintStatement(null, ParseExpression(), first, _at);
        }

        if (SpellingOf(Current) is "annotate" && Peek(1).Kind is TokenKind.Identifier && Peek(2).Kind is TokenKind.Identifier
            && Peek(3).Kind is TokenKind.Colon)
        {
            return ParseAnnotationBlock(first);
        }

        if (IsAnnotationAhead())
        {
            return ParseAnnotation(ParseReference("a name"), first);
        }

        var target = ParseTarget("a name");
        if (target is null)
        {
            return null;
        }

        switch (Current.Kind)
        {
            case TokenKind.Equals or TokenKind.Colon or TokenKind.Prime:
                return ParseAssignment() is { } assignment ? new AssignStatement(target, assignment, first, _at) : null;
            case TokenKind.Keyword when SpellingOf(Current) is "has":
                return ParseAssignment() is { } unit ? new AssignStatement(target, unit, first, _at) : null;
            case TokenKind.Keyword when SpellingOf(Current) is "is":
                return ParseIs(target, first);
            case TokenKind.OpenParenthesis when target is { Compartment: null, Reference: { IsBoundary: false, Parts.Length: 1 } }:
                _at = first;
                return ParseSubmodel(null, first);
            case TokenKind.Strand when target.Compartment is null:
                _at = first;
                return ParseStrand(null, first);
            case TokenKind.Star:
                return ParseScaledSync(target, first);
            case TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual or TokenKind.NotEqual:
                _at = first;
                return new ConstraintStatement(null, ParseExpression(), first, _at);
            case TokenKind.EqualEqual:
                Unexpected("'=' after a name", "write constraint: before a condition with ==");
                return null;
            default:
                if (target.Compartment is not null && AtStatementEnd)
                {
                    return new PlaceStatement(target, first, _at);
                }

                Unexpected("'=', ':=', \"'=\", 'has', 'is', 'in', '->' or '(' after a name");
                return null;
        }
    }

    private StatementSyntax? ParseLabelled(TargetSyntax label, int first)
    {
        if (IsKeyword(Current, "at"))
        {
            return ParseEvent(label, first);
        }

        if (IsKeyword(Current, "maximize") || IsKeyword(Current, "minimize"))
        {
            return ParseObjective(label, first);
        }

        if (IsReactionAhead())
        {
            return ParseReaction(label, first);
        }

        if (Current.Kind is TokenKind.Number or TokenKind.Minus)
        {
            return ParseNumberStatement(label, first);
        }

        if (IsStrandAhead())
        {
            return ParseStrand(label, first);
        }

        if (Current.Kind is TokenKind.Identifier && Peek(1).Kind is TokenKind.OpenParenthesis)
        {
            return ParseSubmodel(label, first);
        }

        Unexpected("a reaction, 'at', a number or a model after a label");
        return null;
    }

    /// <summary>Whether dashes come next, or an element of a strand and then dashes.</summary>
    private bool IsStrandAhead()
    {
        int i = _at;
        if (TokenAt(i).Kind is TokenKind.Identifier)
        {
            PassReference(ref i);
        }

        return TokenAt(i).Kind is TokenKind.Strand;
    }

    /// <summary>Whether a name (with its compartment) and a colon that does not begin ':=' come next.</summary>
    private bool HasLabelAhead()
    {
        int i = _at;
        PassReference(ref i);
        if (IsKeyword(TokenAt(i), "in"))
        {
            i++;
            PassReference(ref i);
        }

        return TokenAt(i).Kind is TokenKind.Colon && TokenAt(i + 1).Kind is not (TokenKind.Equals or TokenKind.EqualEqual);
    }

    private void PassReference(ref int i)
    {
        if (TokenAt(i).Kind is TokenKind.Dollar)
        {
            i++;
        }

        i++;
        while (TokenAt(i).Kind is TokenKind.Dot)
        {
            i += 2;
        }
    }

    /// <summary>Whether an arrow comes before anything that only other statements have.</summary>
    private bool IsReactionAhead()
    {
        for (int i = _at; ; i++)
        {
            switch (TokenAt(i).Kind)
            {
                case TokenKind.Arrow or TokenKind.DoubleArrow or TokenKind.Activation or TokenKind.Inhibition:
                    return true;
                case TokenKind.Minus when TokenAt(i + 1).Kind is TokenKind.OpenParenthesis && TokenAt(i + 1).Start == TokenAt(i).End && i > _at:
                    return true;
                case TokenKind.Identifier or TokenKind.Number or TokenKind.Plus or TokenKind.Dot or TokenKind.Dollar:
                    continue;
                default:
                    return false;
            }
        }
    }

    /// <summary>Whether a name, words and a string come next: <c>x identity "…"</c>, <c>x created.year 2019</c>, <c>model notes "…"</c>.</summary>
    private bool IsAnnotationAhead()
    {
        int i = _at;
        PassReference(ref i);
        return TokenAt(i).Kind is TokenKind.Identifier
            && (TokenAt(i + 1).Kind is TokenKind.String || (TokenAt(i + 1).Kind is TokenKind.Dot && TokenAt(i + 2).Kind is TokenKind.Identifier));
    }

    private Token TokenAt(int i) => _tokens[Math.Min(i, _tokens.Count - 1)];
}
