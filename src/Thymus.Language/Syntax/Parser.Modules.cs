using System.Collections.Immutable;

namespace Thymus.Language.Syntax;

/// <summary>Statements about other models: imports, submodels, merging, deletions; and strands and interactions.</summary>
internal sealed partial class Parser
{
    /// <summary>import = "import" string.</summary>
    private ImportStatement? ParseImport(int first)
    {
        _at++;
        var path = Current;
        return Expect(TokenKind.String, "the file to import, in quotes") ? new ImportStatement(path, first, _at) : null;
    }

    /// <summary>submodel = [ label ":" ] model "(" arguments ")" { "," option "=" argument } [ "in" compartment ].</summary>
    private SubmodelStatement? ParseSubmodel(TargetSyntax? label, int first)
    {
        var module = Next();
        _at++;   // the parenthesis, which told that this is a submodel
        var arguments = ImmutableArray.CreateBuilder<ArgumentSyntax>();
        while (Current.Kind is not TokenKind.CloseParenthesis && !_hasReported)
        {
            if (ParseArgument() is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
            if (Current.Kind is not TokenKind.CloseParenthesis)
            {
                Expect(TokenKind.Comma, "',' or ')'");
            }
        }

        Expect(TokenKind.CloseParenthesis, "',' or ')'");
        var options = ImmutableArray.CreateBuilder<SubmodelOption>();
        while (!_hasReported && Accept(TokenKind.Comma))
        {
            var name = Current;
            if (!Expect(TokenKind.Identifier, "timeconv or extentconv") || !Expect(TokenKind.Equals, "'=' after the option")
                || ParseArgument() is not { } value)
            {
                return null;
            }

            options.Add(new SubmodelOption(name, value));
        }

        return new SubmodelStatement(label, module, arguments.ToImmutable(), options.ToImmutable(), ParsePlace(), first, _at);
    }

    private ArgumentSyntax? ParseArgument()
    {
        if (Current.Kind is TokenKind.Number)
        {
            return new ArgumentSyntax(null, Next());
        }

        return ParseReference("a name or a number") is { } reference ? new ArgumentSyntax(reference, null) : null;
    }

    /// <summary>After 'is': string | reference [ "/" reference ].</summary>
    private StatementSyntax? ParseIs(TargetSyntax target, int first)
    {
        _at++;
        if (Current.Kind is TokenKind.String)
        {
            return new DisplayNameStatement(target.Reference, Next(), first, _at);
        }

        if (ParseReference("a name in quotes, or the symbol that it is") is not { } survivor)
        {
            return null;
        }

        var factor = Accept(TokenKind.Slash) ? ParseReference("the conversion factor") : null;
        return _hasReported ? null : new SyncStatement(target, survivor, factor, first, _at);
    }

    /// <summary>target "*" factor "is" reference.</summary>
    private SyncStatement? ParseScaledSync(TargetSyntax target, int first)
    {
        _at++;
        if (ParseReference("the conversion factor") is not { } factor)
        {
            return null;
        }

        if (!AcceptKeyword("is"))
        {
            Unexpected("'is' after the conversion factor");
            return null;
        }

        return ParseReference("the symbol that it is") is { } survivor ? new SyncStatement(target, survivor, factor, first, _at) : null;
    }

    private DeleteStatement? ParseDelete(int first)
    {
        _at++;
        var references = ImmutableArray.CreateBuilder<ReferenceSyntax>();
        do
        {
            if (ParseReference("the element to delete") is not { } reference)
            {
                return null;
            }

            references.Add(reference);
        }
        while (Accept(TokenKind.Comma));

        return new DeleteStatement(references.ToImmutable(), first, _at);
    }

    /// <summary>strand = [ "--" ] element { "--" element } [ "--" ], with a "--" in it.</summary>
    private StrandStatement? ParseStrand(TargetSyntax? label, int first)
    {
        bool isOpenUpstream = Accept(TokenKind.Strand);
        bool isOpenDownstream = false;
        var elements = ImmutableArray.CreateBuilder<ReferenceSyntax>();
        do
        {
            if (ParseReference("an operator, a gene or a strand") is not { } element)
            {
                return null;
            }

            elements.Add(element);
            isOpenDownstream = Accept(TokenKind.Strand);
        }
        while (isOpenDownstream && !AtStatementEnd);

        return new StrandStatement(label, elements.ToImmutable(), isOpenUpstream, isOpenDownstream, first, _at);
    }

    /// <summary>The right side of -o, -| or -( with its rate: reaction [ ";" [ law ] ].</summary>
    private InteractionStatement? ParseInteraction(TargetSyntax? label, ImmutableArray<ParticipantSyntax> species, Token arrow, int first)
    {
        if (arrow.Kind is TokenKind.Minus)
        {
            _at++;   // the parenthesis of -(
        }

        if (species.IsEmpty || AtStatementEnd)
        {
            Report(
                SyntaxRules.NotAStatement, arrow, "name the species on the left and the reaction on the right",
                species.IsEmpty ? "an interaction has a species that acts" : "an interaction has a reaction that it acts on");
            return null;
        }

        if (ParseReference("the reaction that it acts on") is not { } reaction)
        {
            return null;
        }

        var law = Accept(TokenKind.Semicolon) && !AtStatementEnd && IsFormulaAhead() ? ParseExpression() : null;
        return new InteractionStatement(label, species, arrow, reaction, law, first, _at);
    }

    /// <summary>
    /// Whether the text up to the end of the statement is a formula alone; after the ';' of an interaction the next statement may follow.
    /// </summary>
    private bool IsFormulaAhead()
    {
        for (int i = _at; ; i++)
        {
            switch (TokenAt(i).Kind)
            {
                case TokenKind.NewLine or TokenKind.Semicolon or TokenKind.EndOfFile:
                    return true;
                case TokenKind.Keyword or TokenKind.Equals or TokenKind.Colon or TokenKind.Prime or TokenKind.Arrow or TokenKind.DoubleArrow
                    or TokenKind.Activation or TokenKind.Inhibition or TokenKind.Strand or TokenKind.String or TokenKind.Dollar:
                    return false;
            }
        }
    }

    private ObjectiveStatement ParseObjective(TargetSyntax? label, int first)
    {
        var word = Next();
        return new ObjectiveStatement(label, word, ParseExpression(), first, _at);
    }
}
