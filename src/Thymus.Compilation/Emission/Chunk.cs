namespace Thymus.Compilation.Emission;

/// <summary>Where the value of an instruction can be read again: an element of an array.</summary>
internal readonly record struct Home(int Array, int Index);

/// <summary>A part of a tape that becomes one method.</summary>
/// <param name="First">First instruction.</param>
/// <param name="End">One past the last.</param>
/// <param name="Spills">Values of this part that a later part needs, with the place to keep them.</param>
/// <param name="Reloads">Values of earlier parts that this one needs, with the place to read them.</param>
internal sealed record Chunk(
    int First, int End, IReadOnlyDictionary<int, Home> Spills, IReadOnlyDictionary<int, Home> Reloads);

/// <summary>Cuts tapes into parts that the JIT compiles well: past some 300 locals it stops using registers, without a word.</summary>
internal static class ChunkPlanner
{
    /// <summary>Operations a part may have.</summary>
    private const int LargestCost = 250;

    /// <summary>Cuts a tape; values in flight live at <paramref name="scratch"/> and after.</summary>
    /// <param name="tape">The program.</param>
    /// <param name="scratch">First free element of an array.</param>
    /// <param name="scratchCount">How many elements are used.</param>
    public static IReadOnlyList<Chunk> Plan(Tape tape, Home scratch, out int scratchCount)
    {
        var cuts = Cuts(tape);
        int[] chunkOf = new int[tape.Instructions.Length];
        for (int chunk = 0; chunk + 1 < cuts.Count; chunk++)
        {
            chunkOf.AsSpan(cuts[chunk]..cuts[chunk + 1]).Fill(chunk);
        }

        return Place(tape, cuts, chunkOf, scratch, out scratchCount);
    }

    private static List<int> Cuts(Tape tape)
    {
        List<int> cuts = [0];
        int cost = 0;
        for (int i = 0; i < tape.Instructions.Length; i++)
        {
            cost += tape.Instructions[i].Cost;
            bool mayCut = !tape.HasNoScratch || tape.Instructions[i].Kind is InstructionKind.Store || tape.IsPlaced(i, out _);
            if (cost >= LargestCost && mayCut)
            {
                cuts.Add(i + 1);
                cost = 0;
            }
        }

        if (cuts[^1] != tape.Instructions.Length || cuts.Count == 1)
        {
            cuts.Add(tape.Instructions.Length);
        }

        return cuts;
    }

    private static List<Chunk> Place(Tape tape, List<int> cuts, int[] chunkOf, Home scratch, out int scratchCount)
    {
        var instructions = tape.Instructions;
        int[] lastUse = LastUses(instructions);
        var stored = StoredHomes(instructions, lastUse, chunkOf);
        Dictionary<int, Home> homes = [];
        var released = new PriorityQueue<int, int>();   // scratch elements by the chunk after which they are free
        List<Chunk> chunks = [];
        scratchCount = 0;
        for (int chunk = 0; chunk + 1 < cuts.Count; chunk++)
        {
            Dictionary<int, Home> spills = [];
            Dictionary<int, Home> reloads = [];
            for (int i = cuts[chunk]; i < cuts[chunk + 1]; i++)
            {
                var instruction = instructions[i];
                for (int k = 0; k < instruction.ValueCount; k++)
                {
                    int value = instruction.ValueAt(k);
                    if (chunkOf[value] != chunk && homes.TryGetValue(value, out var home))
                    {
                        reloads[value] = home;
                    }
                }

                if (instruction.Kind is not InstructionKind.Compute || lastUse[i] < 0 || chunkOf[lastUse[i]] == chunk)
                {
                    continue;
                }

                if (stored.TryGetValue(i, out var place))
                {
                    homes[i] = place;
                    continue;
                }

                if (tape.IsPlaced(i, out place))
                {
                    homes[i] = spills[i] = place;
                    continue;
                }

                if (tape.HasNoScratch)
                {
                    throw new InvalidOperationException("A value is in flight where the program was cut.");
                }

                int element = released.TryPeek(out _, out int free) && free < chunk ? released.Dequeue() : scratchCount++;
                released.Enqueue(element, chunkOf[lastUse[i]]);
                homes[i] = spills[i] = scratch with { Index = scratch.Index + element };
            }

            chunks.Add(new Chunk(cuts[chunk], cuts[chunk + 1], spills, reloads));
        }

        return chunks;
    }

    private static int[] LastUses(ReadOnlySpan<Instruction> instructions)
    {
        int[] lastUse = new int[instructions.Length];
        Array.Fill(lastUse, -1);
        for (int i = 0; i < instructions.Length; i++)
        {
            for (int k = 0; k < instructions[i].ValueCount; k++)
            {
                lastUse[instructions[i].ValueAt(k)] = i;
            }
        }

        return lastUse;
    }

    /// <summary>Values that the program itself stores in the same part, at places it does not overwrite before their last use.</summary>
    private static Dictionary<int, Home> StoredHomes(ReadOnlySpan<Instruction> instructions, int[] lastUse, int[] chunkOf)
    {
        Dictionary<int, Home> homes = [];
        Dictionary<Home, int> nextStore = [];
        for (int i = instructions.Length - 1; i >= 0; i--)
        {
            if (instructions[i] is { Kind: InstructionKind.Store } store)
            {
                var home = new Home(store.A, store.B);
                bool isKept = !nextStore.TryGetValue(home, out int next) || next > lastUse[store.C];
                if (isKept && chunkOf[i] == chunkOf[store.C])
                {
                    homes[store.C] = home;
                }

                nextStore[home] = i;
            }
        }

        return homes;
    }
}
