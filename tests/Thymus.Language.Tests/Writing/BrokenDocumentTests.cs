namespace Thymus.Language.Tests.Writing;

/// <summary>Documents that are read though SBML does not allow them are written so that they can be read again, or refused in words.</summary>
public sealed class BrokenDocumentTests
{
    private const string Head = "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" xmlns:comp=\"http://www.sbml.org/sbml/level3/version1/comp/version1\" "
        + "level=\"3\" version=\"2\" comp:required=\"true\"><model id=\"m\">";

    private const string Math = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">";

    [Theory]
    [InlineData("<listOfSpecies><eventAssignment variable=\"a\"/></listOfSpecies>", "<eventAssignment> has no id")]
    [InlineData("<listOfCompartments><speciesReference/></listOfCompartments>", "<speciesReference> has no id")]
    [InlineData("<listOfParameters><modifierSpeciesReference/></listOfParameters>", "<modifierSpeciesReference> has no id")]
    public void What_stands_in_a_list_needs_the_name_of_that_list(string content, string words)
    {
        var written = AntimonyWriter.Write(SbmlDocument.Read(Head + content + "</model></sbml>", "m.xml").Value!);

        Assert.Equal(("TH1103", words), (written.Findings[0].Rule.Code, written.Findings[0].Text));
    }

    [Theory]
    [InlineData("<ci>free</ci>", "uses 'free'")]
    [InlineData("<apply><ci>missing</ci><ci>x</ci></apply>", "uses 'missing'")]
    [InlineData("<apply><ci>x</ci><ci>x</ci></apply>", "uses 'x'")]
    [InlineData("<apply><cn>3</cn><ci>x</ci></apply>", "<cn> is not a function")]
    [InlineData("<apply><sin/><ci>x</ci><ci>x</ci></apply>", "cannot be applied to 2 values")]
    public void A_function_with_names_of_its_own_or_a_broken_formula_is_refused(string body, string words)
    {
        string text = $"{Head}<listOfFunctionDefinitions><functionDefinition id=\"f\">{Math}<lambda><bvar><ci>x</ci></bvar>{body}</lambda></math></functionDefinition></listOfFunctionDefinitions></model></sbml>";

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, "m.xml").Value!);

        Assert.Equal("TH1204", written.Findings[0].Rule.Code);
        Assert.Contains(words, written.Findings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_with_two_arguments_of_one_name_is_refused()
    {
        string functions = $"<listOfFunctionDefinitions><functionDefinition id=\"f\">{Math}<lambda><bvar><ci>x</ci></bvar><bvar><ci>x</ci></bvar><ci>x</ci></lambda></math></functionDefinition></listOfFunctionDefinitions>";
        string called = $"<listOfParameters><parameter id=\"p\" constant=\"false\"/></listOfParameters><listOfRules><assignmentRule variable=\"p\">{Math}<apply><ci>f</ci><cn>1</cn><cn>2</cn></apply></math></assignmentRule></listOfRules>";

        var written = AntimonyWriter.Write(SbmlDocument.Read($"{Head}{functions}</model></sbml>", "m.xml").Value!);
        var read = SbmlReader.Read($"{Head}{functions}{called}</model></sbml>", "m.xml");

        Assert.Contains("'f' have the same name", written.Findings[0].Text, StringComparison.Ordinal);
        Assert.Contains(read.Findings, f => f.IsError && f.Text.Contains("'f' have the same name", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_nothing_holds_is_refused_where_it_cannot_be_read()
    {
        string rule = $"<listOfParameters><parameter id=\"p\" constant=\"false\"/></listOfParameters><listOfRules><assignmentRule variable=\"p\">{Math}<apply><ci>missing</ci><cn>1</cn></apply></math></assignmentRule></listOfRules>";
        string text = $"{Head}</model><comp:listOfModelDefinitions><comp:modelDefinition id=\"inner\">{rule}</comp:modelDefinition></comp:listOfModelDefinitions></sbml>";

        var document = SbmlDocument.Read(text, "m.xml").Value!;
        var written = AntimonyWriter.Write(document);

        Assert.True(document.Bind().Succeeded);
        Assert.Equal("TH1204", written.Findings[0].Rule.Code);
        Assert.Contains("there is no function 'missing'", written.Findings[0].Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("SBO:-1"), InlineData("SBO:"), InlineData("SBO: 1"), InlineData("SBO:99999999999")]
    public void A_term_that_is_no_number_of_digits_is_left_out(string term)
    {
        string text = $"{Head}<listOfParameters><parameter id=\"p\" value=\"1\" constant=\"true\" sboTerm=\"{term}\"/></listOfParameters></model></sbml>";

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, "m.xml").Value!);

        Assert.Contains(written.Findings, f => f.Text.Contains("a term of an ontology", StringComparison.Ordinal));
        Assert.True(AntimonyReader.Read(written.Value!, Reading.File).Succeeded, written.Value);
    }

    [Fact]
    public void Ids_that_are_no_names_are_changed()
    {
        string text = Head + "<listOfCompartments><compartment id=\"C.1\" size=\"1\" constant=\"true\" units=\"a - b\"/></listOfCompartments>"
            + "<listOfParameters><parameter id=\"sr2c.sboTerm\" value=\"1\" constant=\"true\"/></listOfParameters></model></sbml>";

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, "m.xml").Value!);

        Assert.Equal(["'C.1' is no name in Antimony; it is written as 'C_1'", "'sr2c.sboTerm' is no name in Antimony; it is written as 'sr2c_sboTerm'", "there are no words in Antimony for a unit without a definition; left out: a - b"],
            written.Findings.Select(f => f.Text));
        Assert.True(AntimonyReader.Read(written.Value!, Reading.File).Succeeded, written.Value);
    }

    [Theory]
    [InlineData("<csymbol encoding=\"text\">s</csymbol>")]
    [InlineData("<apply><times/><ci>p</ci><csymbol encoding=\"text\" definitionURL=\" \">s</csymbol></apply>")]
    [InlineData("<apply><csymbol encoding=\"text\" definitionURL=\"a b\"/><ci>p</ci></apply>")]
    public void A_symbol_without_a_definition_is_left_out(string formula)
    {
        string text = Head + "<listOfParameters><parameter id=\"p\" value=\"2\" constant=\"true\"/><parameter id=\"q\" constant=\"false\"/></listOfParameters>"
            + $"<listOfRules><assignmentRule variable=\"q\">{Math}{formula}</math></assignmentRule></listOfRules></model></sbml>";

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, "m.xml").Value!);

        Assert.Contains(written.Findings, f => f.Rule.Code == "TH1201" && f.Text.Contains("csymbol", StringComparison.Ordinal));
        Assert.True(AntimonyReader.Read(written.Value!, Reading.File).Succeeded, written.Value);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("INF")]
    public void A_unit_with_an_exponent_that_is_not_finite_is_left_out(string exponent)
    {
        string text = $"{Head}<listOfUnitDefinitions><unitDefinition id=\"u\"><listOfUnits><unit kind=\"metre\" exponent=\"{exponent}\" scale=\"0\" multiplier=\"1\"/></listOfUnits></unitDefinition></listOfUnitDefinitions>"
            + "<listOfParameters><parameter id=\"p\" value=\"2\" units=\"u\" constant=\"true\"/></listOfParameters></model></sbml>";

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, "m.xml").Value!);

        Assert.Contains(written.Findings, f => f.Rule.Code == "TH1201" && f.Text.Contains("exponent", StringComparison.Ordinal));
        Assert.True(AntimonyReader.Read(written.Value!, Reading.File).Succeeded, written.Value);
    }

    /// <summary>The assignment says nothing, as its symbol is not there, and is deleted with the symbol of another.</summary>
    [Theory]
    [InlineData("<listOfInitialAssignments><initialAssignment metaid=\"gone\" symbol=\"q\">", "</initialAssignment></listOfInitialAssignments>")]
    [InlineData("<listOfInitialAssignments><initialAssignment metaid=\"gone\" symbol=\"r\">", "</initialAssignment></listOfInitialAssignments>")]
    [InlineData("<listOfEvents><event id=\"s\"><kineticLaw metaid=\"gone\">", "</kineticLaw></event></listOfEvents>")]
    public void The_deletion_of_what_is_not_in_the_text_is_not_either(string start, string end)
    {
        string text = Head + "<comp:listOfSubmodels><comp:submodel comp:id=\"A\" comp:modelRef=\"part\"><comp:listOfDeletions><comp:deletion comp:metaIdRef=\"gone\"/></comp:listOfDeletions></comp:submodel></comp:listOfSubmodels></model>"
            + "<comp:listOfModelDefinitions><comp:modelDefinition id=\"part\"><listOfParameters><parameter id=\"p\" constant=\"true\"/></listOfParameters>"
            + $"{start}{Math}<cn>1</cn></math>{end}<listOfReactions><reaction id=\"r\"/></listOfReactions></comp:modelDefinition></comp:listOfModelDefinitions></sbml>";

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, "m.xml").Value!);

        Assert.True(AntimonyReader.Read(written.Value!, Reading.File).Succeeded, written.Value);
    }

    [Fact]
    public void A_second_port_to_the_same_is_left_out()
    {
        string text = Head + "<listOfParameters><parameter id=\"p\" value=\"2\" constant=\"true\"/></listOfParameters>"
            + "<comp:listOfPorts><comp:port comp:id=\"one\" comp:idRef=\"p\"/><comp:port comp:id=\"two\" comp:idRef=\"p\"/></comp:listOfPorts></model></sbml>";

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, "m.xml").Value!);

        Assert.Contains(written.Findings, f => f.Rule.Code == "TH1201" && f.Text.Contains("another port", StringComparison.Ordinal));
        Assert.True(AntimonyReader.Read(written.Value!, Reading.File).Succeeded, written.Value);
    }

    [Fact]
    public void A_submodel_in_the_place_of_a_parameter_is_left_out()
    {
        string text = Head + "<listOfParameters><parameter id=\"p\" value=\"2\" constant=\"true\"><comp:replacedBy comp:idRef=\"inner\" comp:submodelRef=\"outer\"/></parameter></listOfParameters>"
            + "<comp:listOfSubmodels><comp:submodel comp:id=\"outer\" comp:modelRef=\"second\"/></comp:listOfSubmodels></model><comp:listOfModelDefinitions>"
            + "<comp:modelDefinition id=\"first\"/><comp:modelDefinition id=\"second\"><comp:listOfSubmodels><comp:submodel comp:id=\"inner\" comp:modelRef=\"first\"/></comp:listOfSubmodels>"
            + "</comp:modelDefinition></comp:listOfModelDefinitions></sbml>";

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, "m.xml").Value!);

        Assert.Contains(written.Findings, f => f.Rule.Code == "TH1201");
        Assert.True(AntimonyReader.Read(written.Value!, Reading.File).Succeeded, written.Value);
    }

    /// <summary>No reader of the model looks at them; another operation than a function is none in Antimony either.</summary>
    [Theory]
    [InlineData("<apply><csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/distrib/normal\"/><cn>1</cn></apply>")]
    [InlineData("<apply><cn>3</cn><ci>p</ci></apply>")]
    [InlineData("<apply><ci>missing</ci><ci>p</ci></apply>")]
    [InlineData("<apply><sin/><ci>p</ci><ci>p</ci></apply>")]
    [InlineData("<apply><plus/><ci>e</ci><ci>missing</ci></apply>")]
    public void An_uncertainty_by_a_broken_formula_is_left_out(string formula)
    {
        string text = Head.Replace("<model", "<model xmlns:distrib=\"http://www.sbml.org/sbml/level3/version1/distrib/version1\"", StringComparison.Ordinal)
            + "<listOfParameters><parameter id=\"p\" value=\"2\" constant=\"true\"><distrib:listOfUncertainties><distrib:uncertainty><distrib:uncertParameter distrib:type=\"distribution\">"
            + $"{Math}{formula}</math></distrib:uncertParameter></distrib:uncertainty>"
            + "</distrib:listOfUncertainties></parameter></listOfParameters></model></sbml>";

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, "m.xml").Value!);

        Assert.Contains(written.Findings, f => f.Rule.Code == "TH1201" && f.Text.Contains("uncertainty", StringComparison.Ordinal));
        Assert.True(AntimonyReader.Read(written.Value!, Reading.File).Succeeded, written.Value);
    }

    [Fact]
    public void An_argument_without_a_value_can_be_merged_with_what_changes()
    {
        const string Text = "model part(C)\n  unit mg = 1e-3 gram\n  C has mg\n  B' = -C; B = 1\nend\nmodel *whole()\n  C := time\n  A: part(C)\nend\n";
        string once = AntimonyWriter.Write(SbmlDocument.Read(AntimonyReader.ToSbml(Text, Reading.File).Value!, "m.xml").Value!).Value!;

        var again = AntimonyReader.ToSbml(once, Reading.File);

        Assert.True(again.Succeeded, string.Join('\n', again.Findings));
        Assert.Equal("true", SbmlDocument.Read(again.Value, "m.xml").Value!.Root.Tree().First(e => e.Name == "modelDefinition").List("listOfParameters").Single(p => p["id"] == "C")["constant"]);
    }
}
