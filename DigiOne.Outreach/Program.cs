using DigiOne.Outreach.Cli;

return await OutreachCommand.RunAsync(args, Console.Out, Console.Error);
